import AWSModels
import Values

/// What a request asks for.
struct ServedOperation: Sendable {
    let model: OperationModel
    /// The values of the labels in the path, by the names of the members.
    var labels: [String: String] = [:]
}
