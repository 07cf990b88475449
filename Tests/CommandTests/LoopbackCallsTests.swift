import AWSCredentials
import AWSSigning
import CloudCalls
import FakeAWS
import FakeCloudStore
import HTTPClient
import HTTPMessages
import Synchronization
import Terminal
import TestSupport
import Testing
import Values

@testable import Commands

/// Calls over the signed wire to a served cloud, some of which are held up on their way.
@Suite struct LoopbackCallsTests {
    private static let account = "123456789012"
    private static let cluster = ClusterName(region: "ap-south-1", name: "shop")
    private static let settings: Value = [
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "late", "namespace": "default"],
    ]

    /// A served cloud, and the program's own connection to it.
    private final class Wire {
        let cloud: StoredCloud
        let faces: ServedFaces
        let aws: LoopbackAWS
        let gate: Gate
        private let scratch: Scratch

        init() async throws {
            let scratch = try Scratch()
            cloud = try StoredCloud(path: scratch.path + "/cloud.db", account: account, speed: 300)
            self.scratch = scratch
            let keys = Credentials(accessKeyID: "AKIDLATE", secretAccessKey: Sensitive("a secret"))
            faces = try ServedFaces(cloud, keys, host: "127.0.0.1", port: 0)
            let gate = Gate(clock: cloud.clock)
            self.gate = gate
            let variables = [
                "AWS_ENDPOINT_URL": "http://127.0.0.1:\(faces.address.port ?? 0)",
                "AWS_ACCESS_KEY_ID": keys.accessKeyID, "AWS_SECRET_ACCESS_KEY": keys.secretAccessKey.reveal(),
                "AWS_EC2_METADATA_DISABLED": "true",
            ]
            let log = RequestLog(Options(), TextOutput(standard: { _ in }, side: { _ in }))
            let surroundings = Surroundings(variables: variables) { _ in nil }
            let configuration = try SharedConfiguration(surroundings)
            let address = try #require(try LoopbackAWS.endpoint(configuration))
            aws = try await LoopbackAWS.open(
                at: address, configuration, account: account, region: "ap-south-1", log, surroundings
            ) { settings throws(HTTPError) in Held(http: try HTTPClient(settings), gate: gate) }
        }

        /// A call as the provider makes it.
        func request(_ service: String, _ operation: String, _ input: Value) -> AWSRequest {
            AWSRequest(
                service: service, operation: operation, region: "ap-south-1", input: input,
                deadline: aws.clock.now() + aws.attemptLimit)
        }

        /// Makes a call until the machine is fast enough for it.
        func made(_ service: String, _ operation: String, _ input: Value) async throws -> Value {
            while true {
                do throws(AWSError) { return try await aws.calls.call(request(service, operation, input)) } catch {
                    guard error.isTransient || error.code == "InvalidParameterException" else { throw error }
                }
            }
        }
    }

    /// While it is closed, a request arrives only after the time that its call had.
    private final class Gate: Sendable {
        let clock: any TimeSource
        let isClosed = Mutex(false)
        /// The statuses of the answers to those that came late.
        let late = Mutex<[Int]>([])

        init(clock: any TimeSource) { self.clock = clock }
    }

    private struct Held: HTTPSending {
        let http: any HTTPSending
        let gate: Gate

        func send(_ request: HTTPRequest, within span: TimeSpan) async throws(HTTPError) -> HTTPResponse {
            guard gate.isClosed.withLock({ $0 }), let end = ServedTime.deadline(request) else {
                return try await http.send(request, within: span)
            }
            await gate.clock.sleep(until: end + .seconds(1))
            let answer = try await http.send(request, within: .hours(1))
            gate.late.withLock { $0.append(answer.status) }
            return answer
        }
    }

    @Test func `a call that arrives when its time is over is refused and changes nothing`() async throws {
        let wire = try await Wire()
        wire.gate.isClosed.withLock { $0 = true }
        // One of each protocol.
        let requests = [
            wire.request("ec2", "CreateVpc", ["CidrBlock": "10.0.0.0/16"]),
            wire.request("sns", "CreateTopic", ["Name": "late"]),
            wire.request("ssm", "PutParameter", ["Name": "late", "Value": "v", "Type": "String"]),
            wire.request("route53", "CreateHostedZone", ["Name": "late.example.com", "CallerReference": "late"]),
        ]
        let calls = wire.aws.calls
        await withTaskGroup { group in
            for request in requests {
                group.addTask {
                    do throws(AWSError) {
                        _ = try await calls.call(request)
                        Issue.record("\(request.operation) was answered")
                    } catch {
                        #expect(error.code.hasPrefix("RequestTimeout") && error.effect == .none, "\(error)")
                    }
                }
            }
        }
        #expect(wire.gate.late.withLock { $0.count } == 4)
        #expect(try wire.cloud.snapshot().objects.isEmpty)
        wire.gate.isClosed.withLock { $0 = false }
        let topic = try await wire.made("sns", "CreateTopic", ["Name": "late"])
        #expect(topic.text("TopicArn") != nil)
        await wire.faces.stop()
    }

    @Test func `so is one of a cluster's API`() async throws {
        let wire = try await Wire()
        try await makeCluster(wire)
        let kubernetes = wire.aws.kubernetes(wire.aws.calls)
        func request(_ verb: KubernetesRequest.Verb) -> KubernetesRequest {
            KubernetesRequest(verb, in: Self.cluster, deadline: wire.aws.clock.now() + wire.aws.attemptLimit)
        }
        wire.gate.isClosed.withLock { $0 = true }
        do throws(AWSError) {
            _ = try await kubernetes.call(request(.apply(Self.settings)))
            Issue.record("the apply was answered")
        } catch {
            // Told by the cluster, or by AWS where the cluster is not described yet.
            #expect(error.code.contains("Timeout"), "\(error)")
        }
        wire.gate.isClosed.withLock { $0 = false }
        var found = try await listed(kubernetes, request)
        #expect(found.isEmpty)
        wire.gate.isClosed.withLock { $0 = true }
        do throws(AWSError) {
            _ = try await kubernetes.call(request(.apply(Self.settings)))
            Issue.record("the apply was answered")
        } catch {
            #expect(error.code == "Timeout", "\(error)")
        }
        #expect(wire.gate.late.withLock { $0.last } == 504)
        wire.gate.isClosed.withLock { $0 = false }
        found = try await listed(kubernetes, request)
        #expect(found.isEmpty)
        await wire.faces.stop()
    }

    private func listed(
        _ kubernetes: any KubernetesCalls, _ request: (KubernetesRequest.Verb) -> KubernetesRequest
    ) async throws -> [Value] {
        let all = KubernetesRequest.Verb.list(apiVersion: "v1", kind: "ConfigMap", labelSelector: "")
        while true {
            do throws(AWSError) { return try await kubernetes.call(request(all)).elements } catch {
                guard error.isTransient else { throw error }
            }
        }
    }

    private func makeCluster(_ wire: Wire) async throws {
        let role = try await wire.made(
            "iam", "CreateRole",
            ["RoleName": "shop", "AssumeRolePolicyDocument": #"{"Version":"2012-10-17","Statement":[]}"#])
        let vpc = try await wire.made("ec2", "CreateVpc", ["CidrBlock": "10.0.0.0/16"])
        var subnets: [Value] = []
        for (number, zone) in ["a", "b"].enumerated() {
            let subnet = try await wire.made(
                "ec2", "CreateSubnet",
                [
                    "VpcId": vpc["Vpc"]?["VpcId"] ?? .null, "CidrBlock": .string("10.0.\(number).0/24"),
                    "AvailabilityZone": .string("ap-south-1" + zone),
                ])
            subnets.append(subnet["Subnet"]?["SubnetId"] ?? .null)
        }
        _ = try await wire.made(
            "eks", "CreateCluster",
            [
                "name": .string(Self.cluster.name), "roleArn": role["Role"]?["Arn"] ?? .null,
                "resourcesVpcConfig": ["subnetIds": .list(subnets)],
            ])
        while try await wire.made("eks", "DescribeCluster", ["name": "shop"])["cluster"]?.text("status") != "ACTIVE" {
            await wire.cloud.clock.sleep(until: wire.cloud.clock.now() + .minutes(1))
        }
    }
}
