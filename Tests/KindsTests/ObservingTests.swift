import AWSKinds
import CloudCalls
import FakeAWS
import Providers
import Resources
import Synchronization
import TestSupport
import Testing
import Values

/// How many calls a look takes, and that they tell everything.
@Suite struct ObservingTests {
    /// Counts what is called, and may hide what the tagging API knows.
    private final class Watched: AWSCalls {
        private let calls: any AWSCalls
        private let hidesTags: Bool
        private let counts = Mutex<[String: Int]>([:])

        init(_ calls: any AWSCalls, hidesTags: Bool = false) {
            self.calls = calls
            self.hidesTags = hidesTags
        }

        var all: [String: Int] { counts.withLock { $0 } }

        func call(_ request: AWSRequest) async throws(AWSError) -> Value {
            counts.withLock { $0["\(request.service).\(request.operation)", default: 0] += 1 }
            let output = try await calls.call(request)
            guard hidesTags, request.operation == "GetResources" else { return output }
            return output.merging(["ResourceTagMappingList": []])
        }
    }

    private static let region = "ap-south-1"

    /// Things of kinds whose services tell tags, policies or values one at a time, some of each.
    private static func targets(_ bench: KindBench, each count: Int) -> [Target] {
        (0..<count).flatMap { number -> [Target] in
            let role: Value = .string("shop-role-\(number)")
            return [
                bench.target(
                    "operations/alarm-\(number)", "AWS::CloudWatch::Alarm", in: region,
                    [
                        "AlarmName": .string("shop-alarm-\(number)"), "Namespace": "AWS/EC2",
                        "MetricName": "CPUUtilization", "Statistic": "Average", "Period": 60, "EvaluationPeriods": 3,
                        "Threshold": .int(number), "ComparisonOperator": "GreaterThanThreshold",
                    ]),
                bench.target(
                    "operations/log-\(number)", "AWS::Logs::LogGroup", in: region,
                    ["LogGroupName": .string("/reconcile/shop/\(number)"), "RetentionInDays": 30]),
                bench.target(
                    "operations/parameter-\(number)", "AWS::SSM::Parameter", in: region,
                    ["Name": .string("/shop/\(number)"), "Type": "String", "Value": .string("value \(number)")]),
                bench.target(
                    "identity/role-\(number)", "AWS::IAM::Role", in: "us-east-1",
                    [
                        "RoleName": role, "Path": "/reconcile/shop/",
                        "AssumeRolePolicyDocument": ["Version": "2012-10-17", "Statement": []],
                        "Description": .string("role \(number)"),
                    ]),
                bench.target(
                    "identity/policy-\(number)", "AWS::IAM::RolePolicy", in: "us-east-1",
                    [
                        "RoleName": role, "PolicyName": "own",
                        "PolicyDocument": ["Version": "2012-10-17", "Statement": [["Sid": .string("S\(number)")]]],
                    ]),
                bench.target(
                    "identity/attachment-\(number)", "AWS::IAM::RolePolicyAttachment", in: "us-east-1",
                    ["RoleName": role, "PolicyArn": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]),
                bench.target(
                    "identity/profile-\(number)", "AWS::IAM::InstanceProfile", in: "us-east-1",
                    [
                        "InstanceProfileName": .string("shop-profile-\(number)"), "Path": "/reconcile/shop/",
                        "RoleName": role,
                    ]),
            ]
        }
    }

    /// What one look at such things finds, and what it called.
    private static func look(
        each count: Int, hidesTags: Bool = false, _ meanwhile: (FakeCloud) async throws -> Void = { _ in }
    ) async throws -> (observed: [ResourceObservation], calls: [String: Int]) {
        let bench = try KindBench()
        let targets = targets(bench, each: count)
        for target in targets { try await bench.done(.create, target) }
        try await meanwhile(bench.cloud)
        let watched = Watched(try recorded(bench.cloud), hidesTags: hidesTags)
        let provider = Provider(
            drivers: AllKinds.byKind, account: KindBench.account, aws: watched, kubernetes: bench.cloud,
            time: bench.time)
        let candidates = targets.filter { $0.kind.name.contains("Policy") }.map {
            Candidate(
                address: $0.address, kind: $0.kind, region: $0.region, phase: 0, properties: $0.properties)
        }
        let observed = try await provider.observe(platform: "shop", regions: [region], candidates: candidates)
        return (observed, watched.all)
    }

    @Test func `a look at many things takes the calls of a look at few`() async throws {
        let few = try await Self.look(each: 2)
        let many = try await Self.look(each: 9)
        #expect(few.observed.count == 2 * 7 && many.observed.count == 9 * 7)
        #expect(few.calls == many.calls)
        let perThing = [
            "cloudwatch.ListTagsForResource", "iam.GetRolePolicy", "iam.ListRoleTags", "ssm.ListTagsForResource",
        ]
        #expect(perThing.allSatisfy { many.calls[$0] == nil })
    }

    @Test func `it sees each property and tag that somebody changed`() async throws {
        let changed = try await Self.look(each: 3) { cloud in
            func call(_ service: String, _ operation: String, _ input: Value) async throws {
                _ = try await cloud.call(
                    AWSRequest(
                        service: service, operation: operation, region: Self.region, input: input,
                        deadline: Instant(milliseconds: .max)))
            }
            try await call(
                "cloudwatch", "TagResource",
                [
                    "ResourceARN": "arn:aws:cloudwatch:ap-south-1:123456789012:alarm:shop-alarm-1",
                    "Tags": [["Key": "team", "Value": "others"]],
                ])
            try await call(
                "iam", "TagRole", ["RoleName": "shop-role-2", "Tags": [["Key": "team", "Value": "others"]]])
            try await call(
                "iam", "PutRolePolicy",
                [
                    "RoleName": "shop-role-0", "PolicyName": "own",
                    "PolicyDocument": #"{"Version":"2012-10-17","Statement":[{"Sid":"Theirs"}]}"#,
                ])
        }
        func seen(_ address: Address) -> ResourceObservation? { changed.observed.first { $0.address == address } }
        #expect(seen("ap-south-1/operations/alarm-1")?.tags == ["team": "others"])
        #expect(seen("ap-south-1/operations/alarm-0")?.tags == [:])
        #expect(seen("us-east-1/identity/role-2")?.tags == ["team": "others"])
        #expect(seen("us-east-1/identity/role-2")?.properties.text("Description") == "role 2")
        let policy = seen("us-east-1/identity/policy-0")?.properties["PolicyDocument"]
        #expect(policy?["Statement"]?.elements.first?.text("Sid") == "Theirs")
    }

    @Test func `what the tagging API does not know its service is asked about`() async throws {
        let told = try await Self.look(each: 2)
        let asked = try await Self.look(each: 2, hidesTags: true)
        #expect(told.observed == asked.observed)
        #expect(asked.calls["cloudwatch.ListTagsForResource"] == 2)
    }
}
