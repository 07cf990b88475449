import CloudCalls
import Documents
import Providers
import Resources
import Values

/// How far the copy of a database is behind, in bytes of its log, as a machine measures it by our document.
///
/// Measuring takes seconds: each look reads what the last command gave, and sends the next when that is old.
struct RowsBehind: GaugeDriver {
    let gauge = Measurement.Gauge.rowsBehind
    let calls = ["ssm.ListCommands", "ssm.SendCommand", "ssm.GetCommandInvocation"]

    private static let interval = TimeSpan.seconds(15)

    func read(_ measurement: Measurement, since: Instant, _ cloud: CloudAccess) async throws(AWSError) -> Reading {
        let subject = measurement.subject
        let commands = try await MachineCommands.all(
            of: subject["DocumentName"] ?? .null, in: measurement.region, cloud
        ).filter { command in
            command["Parameters"]?["Step"]?.texts == ["measure"]
                && command["InstanceIds"]?.elements == [
                    subject["InstanceId"] ?? .null
                ] && command["Parameters"]?["From"]?.elements == [subject["From"] ?? .null]
        }
        if commands.first.flatMap(MachineCommands.moment).map({ cloud.now - $0 >= Self.interval }) ?? true {
            _ = try await cloud.read(
                "ssm", "SendCommand", measurement.region,
                MachineStep.input(subject, "measure", "do", comment: "measures for a gate"))
        }
        let ended = commands.first { ["Success", "Failed", "TimedOut"].contains($0.text("Status") ?? "") }
        guard let ended, let began = MachineCommands.moment(ended), began >= since else {
            return Reading(value: nil, samples: 0, problem: "it is being measured")
        }
        let invocation = try await cloud.call(
            "ssm", "GetCommandInvocation", measurement.region,
            ["CommandId": ended["CommandId"] ?? .null, "InstanceId": subject["InstanceId"] ?? .null])
        return Self.reading(invocation)
    }

    private static func reading(_ invocation: Value) -> Reading {
        let line = (invocation.text("StandardOutputContent") ?? "").split(separator: "\n").first.map(String.init) ?? ""
        guard invocation.text("Status") == "Success" else {
            return Reading(value: nil, samples: 0, problem: "the machine could not measure")
        }
        guard let told = try? JSON.value(from: line), let copying = told.number("copying"),
            let behind = told.number("behind")
        else {
            // The document prints its measurement before it can succeed: what has run is not our document.
            return Reading(
                value: nil, samples: 0,
                problem:
                    "the machine says that it measured, and told no measurement: nothing proves that rows were copied",
                isFinal: true)
        }
        if behind < 0 { return Reading(value: nil, samples: 0, problem: "nothing is being replicated") }
        if copying > 0 { return Reading(value: nil, samples: 0, problem: "\(copying) tables are being copied") }
        return Reading(value: behind, samples: 1)
    }
}
