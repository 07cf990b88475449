import CloudCalls
import Digests
import Values

/// What an instance wrote on its console, once it has started (GetConsoleOutput, EC2 API reference).
enum ConsoleOutput {
    static let operations: [String: ServiceDefinition.Handler] = ["GetConsoleOutput": get]

    @Sendable private static func get(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let instance = try cloud.ec2(.instance, call, call.required("InstanceId"))
        var answer: Value = ["InstanceId": .string(instance.id), "Timestamp": .string(call.now.timestamp)]
        guard instance.status != "pending" else { return answer }
        var lines = ["[    0.000000] Linux version 6.12", "[    1.512803] EXT4-fs (nvme0n1p1): mounted filesystem"]
        if instance.hidden["waitsForDisk"]?.flag == true {
            lines.append("cloud-init[1204]: waiting for the data volume")
        }
        if instance.hidden["booted"]?.flag == true {
            lines.append("cloud-init[1204]: Cloud-init finished. Datasource DataSourceEc2Local")
        }
        answer["Output"] = .string(Base64.encode(lines.joined(separator: "\r\n") + "\r\n"))
        return answer
    }
}
