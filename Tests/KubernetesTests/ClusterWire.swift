import AWSServing
import AWSSigning
import Certificates
import CloudCalls
import FakeCloudStore
import HTTPClient
import HTTPMessages
import HTTPServer
import KubernetesClient
import KubernetesServing
import Synchronization
import TestSupport
import Values

/// The client on one side, the server of a fake cluster on the other, and real TLS between them.
final class ClusterWire: Sendable {
    static let cluster = ClusterName(region: "eu-west-1", name: "shop")
    static let credentials = Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Sensitive("a secret"))

    /// Somebody whom the cluster knows, and who may do nothing.
    static let stranger = Credentials(accessKeyID: "AKIDSTRANGER", secretAccessKey: Sensitive("another secret"))

    private struct Door: ClusterDoor {
        func entrant(_ accessKeyID: String, to cluster: ClusterName) -> ClusterEntrant? {
            for known in [credentials, stranger] where known.accessKeyID == accessKeyID {
                return ClusterEntrant(
                    credentials: known, name: accessKeyID, mayDoEverything: accessKeyID == credentials.accessKeyID)
            }
            return nil
        }
    }

    /// What DescribeCluster gives instead of the truth.
    struct Lie: Sendable {
        var address: HTTPAddress
        var authority: String
    }

    let time = VirtualTime()
    let cloud: StoredCloud
    let ledger = CallLedger()
    let server: HTTPServer
    let certificate: ServerCertificate
    let lie = Mutex<Lie?>(nil)
    private let scratch: Scratch

    init() async throws {
        scratch = try Scratch()
        let time = time
        cloud = try StoredCloud(
            path: scratch.path + "/cloud.db", account: "123456789012", speed: 1, makeClock: { _ in time })
        certificate = try ServerCertificate(authority: "a test", addresses: ["127.0.0.1"])
        let face = KubernetesServer(
            cloud, door: Door(), ledger: ledger, time: time, deadline: { _ in time.now() + .hours(1) }
        ) { _ in "1.34" }
        server = try HTTPServer(
            host: "127.0.0.1", port: 0,
            identity: ServerIdentity(certificate: certificate.certificate, key: certificate.key.reveal())
        ) { await face.answer($0) }
        try await make()
    }

    /// A client whose sending goes through `through`, and which signs in with `credentials`.
    func client(
        by credentials: Credentials = ClusterWire.credentials,
        through: @escaping @Sendable (any HTTPSending) -> any HTTPSending = { $0 }
    ) -> KubernetesClient {
        let time = time
        return KubernetesClient(Described(wire: self), time: time) { endpoint throws(AWSError) in
            var settings = HTTPSettings()
            settings.authorities = endpoint.authority
            // This process's threads are shared with all other tests.
            settings.connectTimeout = .hours(1)
            settings.firstByteTimeout = .hours(1)
            settings.stallTimeout = .hours(1)
            do throws(HTTPError) { return through(try HTTPClient(settings)) } catch {
                throw AWSError("Client.NoClient", "\(error)")
            }
        } token: { cluster in
            ClusterToken.make(
                cluster: cluster.name, region: cluster.region, host: "sts.eu-west-1.amazonaws.com",
                credentials: credentials, at: time.now())
        }
    }

    var deadline: Instant { time.now() + .hours(10) }

    /// AWS as the client asks it.
    private struct Described: AWSCalls {
        let wire: ClusterWire

        func call(_ request: AWSRequest) async throws(AWSError) -> Value {
            let lie =
                wire.lie.withLock { $0 } ?? Lie(address: wire.server.address, authority: wire.certificate.authority)
            return try await ServedClusters(wire.cloud, address: lie.address, authority: lie.authority).call(request)
        }
    }

    @discardableResult
    private func call(_ service: String, _ operation: String, _ input: Value) async throws -> Value {
        try await cloud.call(
            AWSRequest(
                service: service, operation: operation, region: Self.cluster.region, input: input, deadline: deadline))
    }

    private func make() async throws {
        let role = try await call(
            "iam", "CreateRole",
            ["RoleName": "shop", "AssumeRolePolicyDocument": #"{"Version":"2012-10-17","Statement":[]}"#])
        let vpc = try await call("ec2", "CreateVpc", ["CidrBlock": "10.0.0.0/16"])
        var subnets: [Value] = []
        for (number, zone) in ["a", "b"].enumerated() {
            let subnet = try await call(
                "ec2", "CreateSubnet",
                [
                    "VpcId": vpc["Vpc"]?["VpcId"] ?? .null, "CidrBlock": .string("10.0.\(number).0/24"),
                    "AvailabilityZone": .string(Self.cluster.region + zone),
                ])
            subnets.append(subnet["Subnet"]?["SubnetId"] ?? .null)
        }
        await time.sleep(until: time.now() + .minutes(5))
        try await call(
            "eks", "CreateCluster",
            [
                "name": .string(Self.cluster.name), "roleArn": role["Role"]?["Arn"] ?? .null,
                "resourcesVpcConfig": ["subnetIds": .list(subnets)],
            ])
        await time.sleep(until: time.now() + .minutes(20))
    }
}
