import Documents
import HTTPClient
import HTTPMessages
import TestSupport
import Values

/// `Tests/scripts/fault_server.py`, one for all tests of a process; it ends with it.
struct FaultServer: Sendable {
    static let shared = Result { try FaultServer() }

    let ports: [String: Int]
    let authority: String
    private let process: PythonServer

    private init() throws {
        process = try PythonServer("fault_server.py")
        let value = try JSON.value(from: process.greeting)
        ports = Dictionary(
            uniqueKeysWithValues: (value["ports"]?.members.pairs ?? []).map { ($0.name, $0.value.number ?? 0) })
        authority = value.text("authority") ?? ""
    }

    /// A request to one of the server's ports.
    func request(
        _ path: String, on port: String = "plain", method: String = "GET", headers: [(String, String)] = [],
        body: [UInt8] = []
    ) -> HTTPRequest {
        let isPlain = ["plain", "ipv6", "closed"].contains(port)
        return HTTPRequest(
            method: method, scheme: isPlain ? "http" : "https", host: port == "ipv6" ? "::1" : "127.0.0.1",
            port: ports[port], path: path,
            headers: HTTPHeaders(headers.map { .init(name: $0.0, value: $0.1) }), body: body)
    }

    /// A number that the server counted.
    func count(_ what: String, _ name: String) async throws -> Int {
        let response = try await HTTPClient().send(request("/\(what)/\(name)"), within: .seconds(3600))
        return Int(String(decoding: response.body, as: UTF8.self)) ?? -1
    }
}
