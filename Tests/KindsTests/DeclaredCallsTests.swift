import AWSKinds
import AWSModels
import CloudCalls
import FakeAWS
import Providers
import Resources
import TestSupport
import Testing
import Values

/// What kinds declare that they call, and that they are held to it.
@Suite struct DeclaredCallsTests {
    /// A VPC whose driver declares less than it calls.
    private struct Careless: KindDriver {
        let schema = KindSchema(kind: "AWS::EC2::VPC", service: "ec2", identity: .tags, durations: .instant)
        let calls = KindCalls(reads: ["DescribeVpcs"], deletes: ["CreateVpc"])

        func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
            _ = try await cloud.pages("ec2", "DescribeVpcs", scope.region, [:], items: "Vpcs")
            return []
        }

        func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
            try await cloud.call("ec2", "CreateVpc", target.region, ["CidrBlock": "10.0.0.0/16"])
        }

        func update(
            _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
        ) async throws(AWSError) {}

        func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {}
    }

    @Test func `a call that the kind does not declare for what it does is refused`() async throws {
        let time = VirtualTime()
        let cloud = FakeCloud(Cloud(account: "123456789012", at: time.now()), time: time)
        let provider = Provider(
            drivers: ["AWS::EC2::VPC": Careless()], account: "123456789012", aws: try recorded(cloud),
            kubernetes: cloud, time: time)
        let target = Target(
            platform: "shop", account: "123456789012", address: "eu-west-1/network/vpc", kind: "AWS::EC2::VPC",
            region: "eu-west-1", generation: 0, phase: 0, properties: [:], token: "a-token-of-at-least-32-characters")
        guard
            case .failed(let failure) = await provider.advance(
                Operation(action: .create, target: target, startedAt: time.now()))
        else {
            Issue.record("it was not refused")
            return
        }
        #expect(failure.code == "Client.Undeclared" && failure.message.contains("ec2 CreateVpc"))
        #expect(cloud.look { $0.objects.isEmpty })
    }

    @Test func `what is declared are operations of AWS, those that only read among the reads`() throws {
        let catalog = ModelCatalog()
        for driver in AllKinds.drivers {
            let calls = driver.calls
            for name in calls.reads + calls.changes + calls.deletes {
                let parts = name.split(separator: ".").map(String.init)
                let (service, operation) = parts.count == 2 ? (parts[0], parts[1]) : (driver.schema.service, name)
                #expect(throws: Never.self, "\(driver.schema.kind): \(name)") {
                    try catalog.operation(service, operation)
                }
                let request = AWSRequest(
                    service: service, operation: operation, region: "", input: [:], deadline: Instant(milliseconds: 0))
                if calls.reads.contains(name) { #expect(request.isRead, "\(driver.schema.kind): \(name)") }
            }
        }
    }
}
