import CloudCalls
import Providers
import Values

/// The commands that Systems Manager has of a document.
enum MachineCommands {
    /// When a command was asked for.
    static func moment(_ command: Value) -> Instant? {
        command.text("RequestedDateTime").flatMap { Instant(timestamp: $0) }
    }

    /// The newest first: ListCommands promises no order (Systems Manager API reference).
    static func all(
        of document: Value, in region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [Value] {
        let commands = try await cloud.pages(
            "ssm", "ListCommands", region, ["Filters": [["key": "DocumentName", "value": document]]],
            items: "Commands")
        return commands.enumerated().sorted { left, right in
            let (one, other) = (moment(left.element)?.milliseconds, moment(right.element)?.milliseconds)
            return one == other ? left.offset < right.offset : (one ?? .min) > (other ?? .min)
        }.map(\.element)
    }
}
