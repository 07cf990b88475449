import CMicroHTTPD
import HTTPMessages
import Synchronization

/// One request and its answer. Only libmicrohttpd's thread touches it, but for the answer, which a task brings.
final class Exchange: Sendable {
    private struct State {
        var body: [UInt8] = []
        var isBegun = false
        var isTooLarge = false
        var isEntered = false
        var answer: Answer = .awaited
    }

    /// Where the answer is.
    enum Answer {
        case awaited
        case made(HTTPResponse)
        /// The connection is to break.
        case none
    }

    /// The largest body that is taken.
    static let bodyLimit = 16 << 20

    /// Path and query as they came.
    private let target: String
    private let state = Mutex(State())

    init(target: String) { self.target = target }

    var answer: Answer { state.withLock { $0.answer } }
    var isTooLarge: Bool { state.withLock { $0.isTooLarge } }
    /// Whether the hall counts it.
    var isEntered: Bool { state.withLock { $0.isEntered } }

    func enter() { state.withLock { $0.isEntered = true } }

    /// Whether this is the first that is heard of the request, before its body.
    func begin() -> Bool {
        state.withLock { state in
            defer { state.isBegun = true }
            return !state.isBegun
        }
    }

    func take(_ piece: UnsafeRawBufferPointer) {
        state.withLock { state in
            if state.body.count + piece.count > Self.bodyLimit { state.isTooLarge = true }
            if !state.isTooLarge { state.body.append(contentsOf: piece) }
        }
    }

    func finish(_ response: HTTPResponse?) {
        state.withLock { $0.answer = response.map(Answer.made) ?? .none }
    }

    /// The request as it came.
    func request(method: String, scheme: String, headers: HTTPHeaders) -> HTTPRequest {
        let sides = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let (host, port) = Self.authority(headers["Host"] ?? "")
        var headers = headers
        headers["Host"] = nil
        return HTTPRequest(
            method: method, scheme: scheme, host: host, port: port, path: String(sides[0]),
            query: sides.count == 2 ? String(sides[1]) : "", headers: headers, body: state.withLock { $0.body })
    }

    private static func authority(_ text: String) -> (host: String, port: Int?) {
        var host = Substring(text)
        var port: Int?
        if let colon = text.lastIndex(of: ":"), !text[colon...].contains("]"),
            let number = Int(text[text.index(after: colon)...])
        {
            port = number
            host = text[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return (String(host), port)
    }
}
