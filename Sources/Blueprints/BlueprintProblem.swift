/// Why a spec's blueprint can't be built as it stands, or what its user should know.
public struct BlueprintProblem: Sendable, Hashable {
    public var code: String
    /// It is built all the same.
    public var isWarning: Bool
    /// The part of the spec that it comes from, for example `services`.
    public var path: String
    public var message: String
    public var hint: String

    init(code: String, isWarning: Bool = false, path: String, message: String, hint: String) {
        self.code = code
        self.isWarning = isWarning
        self.path = path
        self.message = message
        self.hint = hint
    }
}
