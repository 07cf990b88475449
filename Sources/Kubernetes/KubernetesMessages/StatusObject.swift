public import CloudCalls
public import Values

/// A refusal of an API server: the object `Status` with its HTTP status.
///
/// Source: Kubernetes API reference, "Status"; `k8s.io/apimachinery/pkg/apis/meta/v1`, `StatusReason`.
public struct StatusObject: Sendable, Hashable {
    /// Why, as a word that programs decide by; empty where the server has none.
    public let reason: String
    public let message: String
    /// The HTTP status.
    public let code: Int

    public init(reason: String, message: String, code: Int) {
        self.reason = reason
        self.message = message
        self.code = code
    }

    /// The refusal that an error of the cloud means.
    public init(_ error: AWSError) {
        let code = Self.codes[error.code]
        self.init(
            reason: code == nil ? "InternalError" : error.code,
            message: code == nil ? "\(error.message) [\(error.code)]" : error.message, code: code ?? 500)
    }

    /// What a body says; nil when it is no `Status`.
    public init?(_ body: Value, code: Int) {
        guard body.text("kind") == "Status", body.text("apiVersion") == "v1" else { return nil }
        self.init(reason: body.text("reason") ?? "", message: body.text("message") ?? "", code: code)
    }

    /// The object.
    /// - Parameter path: what the refused request was about.
    public func value(about path: ResourcePath?) -> Value {
        var details: Value = [:]
        if let path {
            let group = path.apiVersion.contains("/") ? String(path.apiVersion.prefix { $0 != "/" }) : ""
            if !path.name.isEmpty { details["name"] = .string(path.name) }
            if !group.isEmpty { details["group"] = .string(group) }
            details["kind"] = .string(path.plural)
        }
        return [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure", "message": .string(message),
            "reason": .string(reason), "details": details, "code": .int(code),
        ]
    }

    /// The error that callers get.
    ///
    /// A refusal had no effect; where the server itself failed, it may have had one.
    public var error: AWSError {
        var error = AWSError(
            reason.isEmpty ? "\(code)" : reason, message, effect: (300..<500).contains(code) ? .none : .unknown)
        error.status = code
        return error
    }

    private static let codes = [
        "BadRequest": 400, "Unauthorized": 401, "Forbidden": 403, "NotFound": 404, "MethodNotAllowed": 405,
        "NotAcceptable": 406, "AlreadyExists": 409, "Conflict": 409, "Gone": 410, "Expired": 410,
        "RequestEntityTooLarge": 413, "UnsupportedMediaType": 415, "Invalid": 422, "TooManyRequests": 429,
        "InternalError": 500, "ServerTimeout": 500, "ServiceUnavailable": 503, "Timeout": 504,
    ]
}
