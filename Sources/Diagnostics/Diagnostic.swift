/// One problem, told so that a person can mend it: what, where, and what to do.
public struct Diagnostic: Error, Hashable, Sendable {
    public enum Severity: String, Sendable { case error, warning }

    /// A stable code such as `spec.unknownField`.
    public var code: String
    public var severity: Severity
    public var message: String
    public var location: Location?
    /// Where in the document, for example `services[0].port`; or an address.
    public var path: String
    /// What to do next; empty when there is nothing to say.
    public var hint: String

    public init(
        _ code: String, _ message: String, severity: Severity = .error, at location: Location? = nil,
        path: String = "", hint: String = ""
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.location = location
        self.path = path
        self.hint = hint
    }
}
