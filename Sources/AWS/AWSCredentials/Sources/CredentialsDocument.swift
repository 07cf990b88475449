import AWSSigning
import Diagnostics
import Documents
import Values

/// The JSON documents in which processes, containers and instances hand over credentials.
enum CredentialsDocument {
    /// Reads `AccessKeyId`, `SecretAccessKey`, the token and `Expiration`; the problem never quotes the document.
    static func read(
        _ bytes: [UInt8], token: String, needsToken: Bool, from place: String, now: Instant
    ) -> Finding {
        guard let value = value(bytes) else {
            return .failed(ConfigurationProblem("What \(place) gives is no JSON."))
        }
        guard let key = value.text("AccessKeyId"), let secret = value.text("SecretAccessKey"),
            !needsToken || value.text(token) != nil
        else {
            let code = value.text("Code").map { " It says \(JSON.text(of: .string(String($0.prefix(100)))))." } ?? ""
            return .failed(ConfigurationProblem("What \(place) gives are no credentials.\(code)"))
        }
        var expiry: Instant?
        if let text = value.text("Expiration") {
            guard let moment = moment(text) else {
                return .failed(ConfigurationProblem("What \(place) gives has an Expiration that is no time in UTC."))
            }
            guard moment > now else {
                return .failed(ConfigurationProblem("What \(place) gives has expired."))
            }
            expiry = moment
        }
        return .found(
            FoundCredentials(
                credentials: Credentials(
                    accessKeyID: key, secretAccessKey: Sensitive(secret),
                    sessionToken: value.text(token).map(Sensitive.init)),
                expiry: expiry, account: value.text("AccountId")))
    }

    static func value(_ bytes: [UInt8]) -> Value? {
        do throws(Diagnostic) { return try JSON.value(from: bytes) } catch { return nil }
    }

    /// ISO 8601 in UTC; older tools write `UTC` for `Z`.
    static func moment(_ text: String) -> Instant? {
        Instant(timestamp: text.hasSuffix("UTC") ? text.dropLast(3) + "Z" : text)
    }
}
