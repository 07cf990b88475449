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
            // What stands before the server answers with pages of its own.
            var error = (status ?? StatusObject(reason: "", message: "no reason is given", code: response.status)).error
            error.retryAfter = response.headers["Retry-After"].flatMap { Int($0) }.map { .seconds($0) }
            throw error
        }
        guard let body else {
            throw AWSError("Transport.Malformed", "the cluster's answer is no JSON", effect: .unknown)
        }
        return body
    }
}
