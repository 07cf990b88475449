import HTTPMessages
import Values

/// What refusals mean that are about the request's time and keys, not about what it asks for.
enum Refusal {
    /// Codes by which services refuse a signature whose time is off; the last three also have other reasons.
    static let mayBeTime: Set<String> = [
        "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException",
        "SignatureDoesNotMatch", "AuthFailure",
    ]
    /// Codes for temporary credentials that have ended.
    static let isExpiry: Set<String> = ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"]

    /// How long AWS asks us to wait: `x-amz-retry-after` in milliseconds, or `Retry-After` in seconds.
    static func wait(_ response: HTTPResponse) -> TimeSpan? {
        if let text = response.headers["x-amz-retry-after"], let number = Int(text), number >= 0 {
            return .milliseconds(number)
        }
        guard let text = response.headers["Retry-After"], let number = Int(text), (0...86_400).contains(number) else {
            return nil
        }
        return .seconds(number)
    }
}
