/// A place where credentials may come from.
protocol CredentialSource: Sendable {
    /// The name as `doctor` shows it.
    var name: String { get }
    func find() async -> Finding
}
