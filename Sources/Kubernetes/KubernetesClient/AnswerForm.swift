import CloudCalls
import Diagnostics
import Documents
import HTTPMessages
import KubernetesMessages
import Values

/// What an API server's answer means.
enum AnswerForm {
    /// - Throws: the refusal; an answer that can't be read may still have had its effect.
    static func value(_ response: HTTPResponse) throws(AWSError) -> Value {
        let body = try? JSON.value(from: response.body, file: "the cluster's answer")
        guard (200..<300).contains(response.status) else {
            let status = body.flatMap { StatusObject($0, code: response.status) }
            var error = (status ?? plain(response)).error
            error.retryAfter = response.headers["Retry-After"].flatMap { Int($0) }.map { .seconds($0) }
            throw error
        }
        guard let body else {
            throw AWSError("Transport.Malformed", "the cluster's answer is no JSON", effect: .unknown)
        }
        return body
    }

    /// A server says in a line of text that it does not know a path, as of a kind that nobody has defined. What stands before
    /// it, such as a proxy, has pages of its own, which must not pass for an object that is gone.
    private static func plain(_ response: HTTPResponse) -> StatusObject {
        let unknownPath = "404 page not found"
        let isUnknown = response.status == 404 && response.body.starts(with: unknownPath.utf8)
        return StatusObject(
            reason: isUnknown ? "NotFound" : "", message: isUnknown ? unknownPath : "no reason is given",
            code: response.status)
    }
}
