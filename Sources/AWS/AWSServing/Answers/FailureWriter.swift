import AWSModels
import CloudCalls
import HTTPMessages

/// Writes a refusal in the form of a protocol: `FailureReader` turned around.
struct FailureWriter {
    /// The service's metadata; nil where even that could not be told.
    let metadata: ServiceMetadata?
    /// How the request was made.
    let wireProtocol: WireProtocol
    /// The errors that the operation's model knows.
    var errors: [ErrorShape] = []

    func response(_ failure: ServedFailure, requestID: String) -> HTTPResponse {
        let shape = errors.first { $0.code == failure.code } ?? errors.first { $0.name == failure.code }
        let status = failure.status ?? shape?.status ?? Self.status(failure.code, wireProtocol)
        var response = HTTPResponse(status: status)
        response.headers["x-amzn-RequestId"] = requestID
        let code = XMLAnswer.escaped(failure.code)
        let message = XMLAnswer.escaped(failure.message)
        let type = status < 500 ? "Sender" : "Receiver"
        switch wireProtocol {
        case .ec2:
            set(
                "<Response><Errors><Error><Code>\(code)</Code><Message>\(message)</Message></Error></Errors>"
                    + "<RequestID>\(requestID)</RequestID></Response>", of: &response)
        case .restXML where metadata?.service == "s3":
            response.headers["x-amz-request-id"] = requestID
            set(
                "<Error><Code>\(code)</Code><Message>\(message)</Message><RequestId>\(requestID)</RequestId></Error>",
                of: &response)
        case .query, .restXML:
            set(
                "<ErrorResponse><Error><Type>\(type)</Type><Code>\(code)</Code><Message>\(message)</Message></Error>"
                    + "<RequestId>\(requestID)</RequestId></ErrorResponse>", of: &response)
        case .json:
            response.headers["Content-Type"] = "application/x-amz-json-\(metadata?.jsonVersion ?? "1.1")"
            let name = shape?.name ?? failure.code
            if metadata?.isQueryCompatible == true {
                response.headers["x-amzn-query-error"] = "\(failure.code);\(type)"
            }
            response.body = Self.json([("__type", name), ("message", failure.message)])
        case .restJSON:
            response.headers["Content-Type"] = "application/json"
            response.headers["x-amzn-ErrorType"] = failure.code
            response.body = Self.json([("message", failure.message)])
        }
        return response
    }

    private func set(_ xml: String, of response: inout HTTPResponse) {
        response.headers["Content-Type"] = "text/xml;charset=UTF-8"
        response.body = Array((#"<?xml version="1.0" encoding="UTF-8"?>"# + "\n" + xml).utf8)
    }

    /// The status of a code that the operation's model does not list ("Common Errors" of the API references).
    private static func status(_ code: String, _ wireProtocol: WireProtocol) -> Int {
        switch code {
        case "RequestLimitExceeded", "ServiceUnavailable", "ServiceUnavailableException", "Unavailable", "SlowDown": 503
        case "InternalError", "InternalFailure", "InternalServerError", "InternalServiceError", "ServerException": 500
        case "TooManyRequestsException": 429
        case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError":
            code == "AccessDeniedException" && wireProtocol == .json ? 400 : 403
        case _
        where [.restJSON, .restXML].contains(wireProtocol) && (code.hasPrefix("NoSuch") || code.contains("NotFound")):
            404
        default: 400
        }
    }
}
