public import HTTPMessages
public import Values

/// Whatever sends requests: the client, or a test's stand-in.
public protocol HTTPSending: Sendable {
    /// Sends a request once and gives the whole answer, whatever its status.
    func send(_ request: HTTPRequest, within span: TimeSpan) async throws(HTTPError) -> HTTPResponse
}
