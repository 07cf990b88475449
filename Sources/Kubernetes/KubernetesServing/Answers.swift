import CloudCalls
import Documents
import HTTPMessages
import KubernetesMessages
import Values

/// Answers of an API server.
enum Answers {
    static func value(_ value: Value, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: HTTPHeaders([.init(name: "Content-Type", value: MediaType.json)]),
            body: Array(JSON.text(of: value).utf8))
    }

    static func refusal(_ error: AWSError, about path: ResourcePath?) -> HTTPResponse {
        let status = StatusObject(error)
        return value(status.value(about: path), status: status.code)
    }

    /// As an API server says it of kinds that it does not know: in a line of text.
    static let unknownPath = text("404 page not found\n", status: 404)

    static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: HTTPHeaders([.init(name: "Content-Type", value: "text/plain; charset=utf-8")]),
            body: Array(text.utf8))
    }
}
