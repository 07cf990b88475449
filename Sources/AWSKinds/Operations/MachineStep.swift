import CloudCalls
import Providers
import Resources
import Values

/// One step of a document of ours that a machine has run: it exists as long as its last run did it and none took it back.
///
/// What was run is read from Systems Manager, which keeps commands for 30 days (`ssm`, API reference: ListCommands). The
/// documents may be run again, so a forgotten one costs a run that does nothing. SendCommand takes no client token; ours
/// stands in the command's comment.
struct MachineStep: KindDriver {
    /// The end of the names of documents that are run in steps.
    private static let suffix = "-rows"

    let schema = KindSchema(
        kind: "Reconcile::Machine::Step", service: "ssm", identity: .naturalKey,
        rules: [PropertyRule("Host", .writeOnly), PropertyRule("Port", .writeOnly)],
        durations: ExpectedDurations(create: .seconds(12), delete: .seconds(12), deadline: .minutes(20)),
        consistencyWindow: .seconds(5), isAction: true)
    let calls = KindCalls(
        reads: ["ListDocuments", "ListCommands", "GetCommandInvocation"], changes: ["SendCommand"],
        deletes: ["SendCommand"])

    func naturalKey(of properties: Value) -> String? {
        let parts = ["InstanceId", "DocumentName", "From", "Step"].compactMap { properties.text($0) }
        return parts.count == 4 ? parts.joined(separator: "/") : nil
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        switch scope {
        case .platform(let platform, let region):
            let documents = try await cloud.pages(
                "ssm", "ListDocuments", region,
                [
                    "Filters": [
                        ["Key": .string("tag:\(IdentityTags.platform)"), "Values": [.string(platform)]],
                        ["Key": "Owner", "Values": ["Self"]],
                    ]
                ], items: "DocumentIdentifiers")
            var found: [Found] = []
            for name in documents.compactMap({ $0.text("Name") }) where name.hasSuffix(Self.suffix) {
                found += Self.steps(try await MachineCommands.all(of: .string(name), in: region, cloud))
            }
            return found
        case .one(let target):
            let name = target.properties.text("DocumentName") ?? ""
            let commands = try await MachineCommands.all(of: .string(name), in: target.region, cloud)
            try await Self.refuse(commands.first { $0.text("Comment") == target.token }, target, cloud)
            return Self.steps(commands)
        }
    }

    /// What the newest commands have left of each machine's steps.
    private static func steps(_ commands: [Value]) -> [Found] {
        var known: Set<String> = []
        var found: [Found] = []
        for command in commands {
            let properties = properties(of: command)
            guard let key = MachineStep().naturalKey(of: properties), !hasFailed(command) else { continue }
            guard known.insert(key).inserted else { continue }
            let isUndo = parameter("Action", command) == "undo"
            let hasEnded = command.text("Status") == "Success"
            if isUndo, hasEnded { continue }
            let machine = properties.text("InstanceId") ?? ""
            found.append(
                Found(
                    physicalID: key, status: hasEnded ? .ready : isUndo ? .deleting : .pending("it runs on \(machine)"),
                    properties: properties, attributes: ["CommandId": command["CommandId"] ?? .null], naturalKey: key))
        }
        return found
    }

    private static func parameter(_ name: String, _ command: Value) -> String? {
        command["Parameters"]?[name]?.texts.first
    }

    private static func properties(of command: Value) -> Value {
        var properties: Value = ["DocumentName": command["DocumentName"] ?? .null]
        if let machine = command["InstanceIds"]?.texts.first { properties["InstanceId"] = .string(machine) }
        for name in ["Step", "From", "Host", "Port"] {
            if let value = parameter(name, command) { properties[name] = .string(value) }
        }
        return properties
    }

    private static func hasFailed(_ command: Value) -> Bool {
        ["Failed", "TimedOut", "Cancelled"].contains(command.text("Status") ?? "")
    }

    /// What our own command says about why it failed.
    private static func refuse(_ command: Value?, _ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        guard let command, hasFailed(command) else { return }
        let output = try await cloud.read(
            "ssm", "GetCommandInvocation", target.region,
            [
                "CommandId": command["CommandId"] ?? .null,
                "InstanceId": target.properties["InstanceId"] ?? .null,
            ])
        let lines = (output.text("StandardErrorContent") ?? "").split(separator: "\n")
        throw AWSError(
            "Provider.StepFailed",
            "\(target.properties.text("Step") ?? "") ended on \(target.properties.text("InstanceId") ?? "") with "
                + "\(command.text("Status") ?? ""): \(lines.suffix(3).joined(separator: "; "))")
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) { try await send("do", target, cloud) }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {}

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        var target = target
        target.properties = found.properties
        try await send("undo", target, cloud)
    }

    private func send(_ action: String, _ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "ssm", "SendCommand", target.region,
            Self.input(target.properties, target.properties.text("Step") ?? "", action, comment: target.token))
    }

    static func input(_ properties: Value, _ step: String, _ action: String, comment: String) -> Value {
        var parameters: Value = ["Step": [.string(step)], "Action": [.string(action)]]
        for name in ["From", "Host", "Port"] { parameters[name] = properties[name].map { [$0] } ?? .null }
        return [
            "DocumentName": properties["DocumentName"] ?? .null, "InstanceIds": [properties["InstanceId"] ?? .null],
            "Parameters": parameters.compacted, "Comment": .string(comment), "TimeoutSeconds": 60,
        ]
    }
}
