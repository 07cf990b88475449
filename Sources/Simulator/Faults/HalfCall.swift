import CloudCalls
import Values

/// A call that lists several things, of which only the first half takes effect: AWS failed in the middle of the batch.
///
/// Creates are left out: a thing comes with all of its tags or not at all (EC2 user guide, "Tag your Amazon EC2 resources":
/// if tags can't be applied during creation, the creation is rolled back).
enum HalfCall {
    private static let lists = [
        "Tags", "AddTags", "TagKeys", "Targets", "Attributes", "Parameters", "ParameterNameValues",
    ]
    /// Names that are those of creates and make nothing.
    private static let changes: Set = ["CreateTags", "CreateOrUpdateTags"]
    private static let creates = ["Create", "Request", "Run", "Put", "Copy"]

    /// The half that takes effect; nil for a call that lists no two things.
    static func of(_ request: AWSRequest) -> AWSRequest? {
        guard !request.isRead else { return nil }
        let makes = creates.contains { request.operation.hasPrefix($0) } && !changes.contains(request.operation)
        guard !makes else { return nil }
        for name in lists {
            guard let all = request.input[name]?.elements, all.count > 1 else { continue }
            return request.changing(input: request.input.merging([name: .list(Array(all.prefix(all.count / 2)))]))
        }
        return nil
    }
}
