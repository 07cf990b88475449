/// The AWS operations that a kind's driver makes: what who runs it must be allowed at least.
///
/// Each is an operation of the kind's own service, or `service.Operation` of another's. The provider refuses a driver any
/// other, so that what is declared is what is called.
public struct KindCalls: Sendable, Hashable {
    /// To find objects and read their properties.
    public let reads: [String]
    /// To create, change and complete an object.
    public let changes: [String]
    /// To delete one.
    public let deletes: [String]
    /// IAM actions that AWS asks of who makes the changes, beyond those of the operations' own names.
    ///
    /// Source: "Dependent actions" in the Service Authorization Reference, and the services' guides on encryption.
    public let alsoNeeded: [String]

    public init(reads: [String], changes: [String] = [], deletes: [String] = [], alsoNeeded: [String] = []) {
        self.reads = reads
        self.changes = changes
        self.deletes = deletes
        self.alsoNeeded = alsoNeeded
    }

    /// What is called for an action; for none, what only reads.
    public func names(for action: Operation.Action?) -> [String] {
        switch action {
        case .create, .update: reads + changes
        case .delete: reads + deletes
        case nil: reads
        }
    }

    /// Whether an operation may be called for an action.
    /// - Parameter own: the kind's own service.
    func permits(_ service: String, _ operation: String, own: String, for action: Operation.Action?) -> Bool {
        func holds(_ names: [String]) -> Bool {
            service == own ? names.contains(operation) : names.contains("\(service).\(operation)")
        }
        return switch action {
        case .create, .update: holds(reads) || holds(changes)
        case .delete: holds(reads) || holds(deletes)
        case nil: holds(reads)
        }
    }
}
