/// Why a spec's blueprint can't be built as it stands.
public struct BlueprintProblem: Sendable, Hashable {
    public var code: String
    public var message: String
    public var hint: String
}
