import HTTPServer
import Terminal

/// Where a server of ours is asked to listen.
struct ListenPlace {
    let host: String
    let port: Int

    /// Reads `127.0.0.1:4566` or `[::1]:4566`.
    /// - Parameter reason: why only this machine may reach it, for whoever names another address.
    init(_ text: String, reason: String) throws {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65535).contains(port)
        else { throw UsageProblem("--listen takes ADDRESS:PORT, not `\(text)`") }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard LoopbackHost.contains(String(host)) else {
            throw CommandFailure(
                "--listen \(text) is no loopback address: \(reason).",
                hint: "Name one such as 127.0.0.1:\(port == 0 ? 4566 : port) or [::1]:\(port == 0 ? 4566 : port).")
        }
        self.host = String(host)
        self.port = port
    }
}
