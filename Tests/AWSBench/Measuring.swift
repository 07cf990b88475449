import AWSClient
import AWSCredentials
import AWSModels
import AWSProtocols
import CloudCalls
import HTTPMessages
import Values

/// The measurements; each prints one line of JSON.
enum Measuring {
    private static func connection(port: String) throws -> AWSConnection {
        let surroundings = Surroundings(variables: [
            "AWS_ENDPOINT_URL": "http://127.0.0.1:\(port)", "AWS_ACCESS_KEY_ID": "AKIDBENCH",
            "AWS_SECRET_ACCESS_KEY": "bench-secret", "AWS_REGION": "eu-west-1",
        ]) { _ in nil }
        return try AWSConnection(try SharedConfiguration(surroundings), time: SystemClock(), random: SystemRandom())
    }

    private static func request(_ operation: String) -> AWSRequest {
        let inputs: [String: Value] = [
            "RunInstances": [
                "ImageId": "ami-0123456789abcdef0", "InstanceType": "t4g.small", "MinCount": 1, "MaxCount": 1,
                "SubnetId": "subnet-0123456789abcdef0", "SecurityGroupIds": ["sg-1", "sg-2"],
                "ClientToken": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "UserData": "IyEvYmluL3NoCmVjaG8gaGVsbG8K",
                "TagSpecifications": [
                    [
                        "ResourceType": "instance",
                        "Tags": [["Key": "Name", "Value": "web-1"], ["Key": "platform", "Value": "shop"]],
                    ]
                ],
            ]
        ]
        return AWSRequest(
            service: "ec2", operation: operation, region: "eu-west-1", input: inputs[operation] ?? [:],
            deadline: SystemClock().now() + .hours(1))
    }

    /// Calls a second over the loopback, so many at once.
    static func calls(port: String, inFlight: String, seconds: String) async throws {
        let connection = try connection(port: port)
        let request = request("DescribeVpcs")
        _ = try await connection.calls.call(request)
        let start = Bytes.seconds
        let processor = Bytes.processorSeconds
        let end = start + (Double(seconds) ?? 1)
        let total = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<(Int(inFlight) ?? 1) {
                group.addTask {
                    var count = 0
                    while Bytes.seconds < end {
                        _ = try await connection.calls.call(request)
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        let count = Double(total)
        let took = Bytes.seconds - start
        print(
            "{\"perSecond\": \(count / took), \"processorMicroseconds\": "
                + "\((Bytes.processorSeconds - processor) / count * 1e6), \"peakMebibytes\": \(Bytes.peakMebibytes)}")
    }

    /// So many calls, one after the other; for whoever counts what they take.
    static func repeated(port: String, count: String) async throws {
        let connection = try connection(port: port)
        let request = request("DescribeVpcs")
        for _ in 0..<(Int(count) ?? 1) { _ = try await connection.calls.call(request) }
    }

    /// Requests a second that one task validates, encodes and signs, without sending them.
    static func requests(operation: String, seconds: String) async throws {
        let connection = try connection(port: "1")
        let request = request(operation)
        _ = try await connection.client.signedRequest(request)
        let processor = Bytes.processorSeconds
        let start = Bytes.seconds
        let end = start + (Double(seconds) ?? 1)
        var count = 0
        while Bytes.seconds < end {
            for _ in 0..<50 { _ = try await connection.client.signedRequest(request) }
            count += 50
        }
        let used = Bytes.processorSeconds - processor
        print(
            "{\"perSecond\": \(Double(count) / (Bytes.seconds - start)), \"perProcessorSecond\": \(Double(count) / used)}"
        )
    }

    /// Seconds to decode an answer of DescribeInstances.
    static func decode(file: String, times: String) throws {
        let body = try Bytes.read(file)
        let decoder = ResponseDecoder(try ModelCatalog().operation("ec2", "DescribeInstances"))
        var best = Double.infinity
        var instances = 0
        let before = Bytes.peakMebibytes
        for _ in 0..<(Int(times) ?? 1) {
            let start = Bytes.seconds
            let output = try decoder.output(HTTPResponse(status: 200, body: body))
            best = min(best, Bytes.seconds - start)
            instances = output["Reservations"]?.elements.reduce(0) { $0 + ($1["Instances"]?.elements.count ?? 0) } ?? 0
        }
        print(
            "{\"seconds\": \(best), \"instances\": \(instances), \"peakMebibytes\": \(Bytes.peakMebibytes), "
                + "\"beforeMebibytes\": \(before)}")
    }
}
