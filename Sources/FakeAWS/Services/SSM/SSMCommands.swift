import CloudCalls
import Values

/// Documents run on machines (`ssm`, API reference: SendCommand, ListCommands, GetCommandInvocation).
///
/// SendCommand has no client token. What a machine does is the guest's; AWS keeps a command for 30 days.
enum SSMCommands {
    static let type = "AWS::SSM::Command"
    private static let kept = TimeSpan.hours(30 * 24)

    static let operations: [String: ServiceDefinition.Handler] = [
        "SendCommand": send, "ListCommands": list, "GetCommandInvocation": get,
    ]
    static let events: [String: ServiceDefinition.EventHandler] = [
        "ssm.begins": begins, "ssm.ended": ended,
        "guest.timer": { cloud, event in
            guard let timer = event.argument.text("timer"),
                cloud.objects[event.key]?.hidden["timer"] == event.argument["number"]
            else { return }
            let guest = cloud.guest
            guest.woken(by: timer, on: event.key.id, in: event.key.region, &cloud)
        },
        "ssm.forgotten": { cloud, event in cloud.remove(event.key) },
    ]

    @Sendable private static func send(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("DocumentName")
        guard cloud.object(SSMDocuments.type, call.region, name) != nil else {
            throw AWSError("InvalidDocument", "The specified SSM document does not exist.")
        }
        guard let machines = call.input["InstanceIds"]?.texts, machines.count == 1, let machine = machines.first else {
            throw AWSError("InvalidInstanceId", "This fake runs a command on one instance.")
        }
        guard cloud.isInstanceServing(machine, call.region) else {
            throw AWSError("InvalidInstanceId", "Instances [[\(machine)]] not in a valid state for account.")
        }
        let id = cloud.freshID("c", digits: 32)
        let key = CloudObject.Key(type, call.region, uuid(id))
        var attributes: Value = [
            "CommandId": .string(key.id), "DocumentName": .string(name), "DocumentVersion": "$DEFAULT",
            "InstanceIds": .strings(machines), "Status": "Pending", "StatusDetails": "Pending",
            "RequestedDateTime": .string(call.now.timestamp), "TargetCount": 1, "CompletedCount": 0, "ErrorCount": 0,
        ]
        for member in ["Comment", "Parameters", "TimeoutSeconds"] { attributes[member] = call.input[member] }
        cloud.insert(CloudObject(key, attributes: attributes, createdAt: call.now))
        cloud.schedule("ssm.begins", after: .milliseconds(600), on: key)
        return ["Command": attributes]
    }

    private static func uuid(_ id: String) -> String {
        let digits = Array(id)
        let ends = [8, 12, 16, 20, 32]
        return zip([0] + ends, ends).map { String(digits[$0..<$1]) }.joined(separator: "-")
    }

    @Sendable private static func begins(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        guard let command = cloud.objects[event.key] else { return }
        let machine = command.attributes["InstanceIds"]?.texts.first ?? ""
        var parameters: [String: String] = [:]
        for pair in command.attributes["Parameters"]?.members ?? Members() {
            parameters[pair.name] = pair.value.texts.first
        }
        var answer = GuestAnswer(output: "", error: "the instance does not answer", duration: .seconds(30))
        if cloud.isInstanceServing(machine, event.key.region) {
            let guest = cloud.guest
            answer = guest.run(
                GuestCommand(
                    document: command.attributes.text("DocumentName") ?? "", parameters: parameters, machine: machine,
                    region: event.key.region), on: &cloud)
        }
        set("InProgress", event.key, &cloud)
        cloud.update(event.key) {
            $0.hidden["output"] = .string(answer.output)
            $0.hidden["error"] = .string(answer.error)
        }
        cloud.schedule(answer.goesOn ? "ssm.begins" : "ssm.ended", after: answer.duration, on: event.key)
    }

    @Sendable private static func ended(_ cloud: inout Cloud, _ event: ScheduledEvent) {
        let isGood = cloud.objects[event.key]?.hidden.text("error") == ""
        set(isGood ? "Success" : "Failed", event.key, &cloud)
        cloud.update(event.key) {
            $0.attributes["CompletedCount"] = 1
            $0.attributes["ErrorCount"] = .int(isGood ? 0 : 1)
        }
        cloud.schedule("ssm.forgotten", after: kept, on: event.key)
    }

    private static func set(_ status: String, _ key: CloudObject.Key, _ cloud: inout Cloud) {
        cloud.update(key) {
            $0.attributes["Status"] = .string(status)
            $0.attributes["StatusDetails"] = .string(status)
        }
    }

    /// The newest first.
    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let commands = cloud.all(type, call.region).reversed().filter { command in
            if let id = call.input.text("CommandId"), id != command.id { return false }
            if let machine = call.input.text("InstanceId"),
                command.attributes["InstanceIds"]?.texts.contains(machine) != true
            {
                return false
            }
            return (call.input["Filters"]?.elements ?? []).allSatisfy { filter in
                switch filter.text("key") {
                case "DocumentName": command.attributes.text("DocumentName") == filter.text("value")
                case "Status": command.attributes.text("Status") == filter.text("value")
                default: false
                }
            }
        }
        return call.page(commands.map(\.attributes), items: "Commands", limit: 50)
    }

    @Sendable private static func get(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let id = try call.required("CommandId")
        let machine = try call.required("InstanceId")
        guard let command = cloud.object(type, call.region, id),
            command.attributes["InstanceIds"]?.texts.contains(machine) == true
        else { throw AWSError("InvocationDoesNotExist", "The command invocation does not exist.") }
        let status = command.attributes["Status"] ?? .null
        let code = ["Success": 0, "Failed": 1][status.text ?? ""] ?? -1
        let hasEnded = code >= 0
        return [
            "CommandId": .string(id), "InstanceId": .string(machine), "Status": status, "StatusDetails": status,
            "DocumentName": command.attributes["DocumentName"] ?? .null,
            "Comment": command.attributes["Comment"] ?? .null,
            "ResponseCode": .int(code),
            "StandardOutputContent": hasEnded ? command.hidden["output"] ?? "" : "",
            "StandardErrorContent": hasEnded ? command.hidden["error"] ?? "" : "",
        ]
    }
}
