import AWSKinds
import AccountLeases
import Documents
public import Planning
import Providers
import Resources
public import Specs
public import Values

/// The least IAM policy under which plans of a spec are made, or one plan is applied: what the kinds declare that they call.
///
/// Making a plan reads every kind, also those that should not be there. Everything is bound to the regions; a role may only
/// be passed to services that the kinds pass one to.
public struct PermissionPolicy: Sendable {
    private let account: String
    private let regions: [String]
    private let reads: Set<String>
    private var changes: Set<String> = []
    private var deletes: Set<String> = []
    /// The region of the account's lease; nil for what changes nothing.
    private var leaseRegion: String?

    /// For making plans.
    public init(planning spec: Spec) { self.init(account: spec.account, regions: spec.regions.map(\.name)) }

    /// For making a plan and applying it, with the way back of its stages.
    public init(applying plan: Plan) {
        self.init(account: plan.account, regions: plan.regions + plan.allSteps.map(\.region))
        leaseRegion = plan.regions.first
        for measurement in plan.stages.flatMap({ $0.gate?.measurements ?? [] }) {
            let calls = AllGauges.byGauge[measurement.gauge]?.calls ?? []
            changes.formUnion(calls.flatMap { PermissionNames.actions($0, of: "") })
        }
        for step in plan.allSteps {
            guard let driver = AllKinds.byKind[step.kind] else { continue }
            let service = driver.schema.service
            switch step.action {
            case .create, .update:
                changes.formUnion(driver.calls.changes.flatMap { PermissionNames.actions($0, of: service) })
                changes.formUnion(driver.calls.alsoNeeded)
            case .delete: deletes.formUnion(driver.calls.deletes.flatMap { PermissionNames.actions($0, of: service) })
            case .adopt, .keep, .forget: break
            }
        }
    }

    private init(account: String, regions: [String]) {
        self.account = account
        // Global services are asked as if they were in us-east-1 (IAM User Guide, `aws:RequestedRegion`).
        self.regions = Set(regions + ["us-east-1"]).subtracting(["global", ""]).sorted()
        var reads: Set<String> = []
        for driver in AllKinds.drivers {
            reads.formUnion(driver.calls.reads.flatMap { PermissionNames.actions($0, of: driver.schema.service) })
        }
        // Quotas are read before a plan that needs of them; what is in use the kinds read, too.
        reads.formUnion(PermissionNames.actions("service-quotas.GetServiceQuota", of: ""))
        reads.formUnion(PermissionNames.actions("ec2.DescribeAvailabilityZones", of: ""))
        reads.formUnion(AccountQuota.allCases.flatMap { PermissionNames.actions($0.list.operation, of: "ec2") })
        self.reads = reads
    }

    /// How many characters a managed policy may have, white space aside (IAM user guide, "IAM and AWS STS quotas").
    public static let managedLimit = 6144

    /// The policy document, in the language of IAM.
    public var value: Value { Self.document(statements) }

    /// The same as several documents, none of which has more than so many characters: all of them together allow what the
    /// one does.
    public func documents(ofAtMost limit: Int = PermissionPolicy.managedLimit) -> [Value] {
        var documents: [[Value]] = [[]]
        for statement in statements.flatMap({ Self.parts($0, ofAtMost: limit) }) {
            if Self.size(documents[documents.count - 1] + [statement]) <= limit {
                documents[documents.count - 1].append(statement)
            } else {
                documents.append([statement])
            }
        }
        return documents.map(Self.document)
    }

    private static func document(_ statements: [Value]) -> Value {
        ["Version": "2012-10-17", "Statement": .list(statements)]
    }

    private static func size(_ statements: [Value]) -> Int { JSON.text(of: document(statements)).count }

    /// A statement in halves of its actions, until each fits into a document of its own.
    private static func parts(_ statement: Value, ofAtMost limit: Int) -> [Value] {
        let actions = statement["Action"]?.texts ?? []
        guard size([statement]) > limit, actions.count > 1 else { return [statement] }
        let halves = [actions.prefix(actions.count / 2), actions.suffix(actions.count - actions.count / 2)]
        return halves.enumerated().flatMap { index, half in
            let part: Value = [
                "Sid": .string("\(statement.text("Sid") ?? "")\(index + 1)"), "Action": .strings(Array(half)),
            ]
            return parts(statement.merging(part), ofAtMost: limit)
        }
    }

    private var statements: [Value] {
        let passing = "iam:PassRole"
        var statements = [statement("Read", reads)]
        let changing = changes.subtracting(reads).subtracting([passing])
        if !changing.isEmpty { statements.append(statement("Change", changing)) }
        let deleting = deletes.subtracting(reads).subtracting(changing)
        if !deleting.isEmpty { statements.append(statement("Delete", deleting)) }
        if changes.contains(passing) {
            statements.append([
                "Sid": "PassRoles", "Effect": "Allow", "Action": .string(passing),
                "Resource": .string("arn:aws:iam::\(account):role/*"),
                "Condition": ["StringEquals": ["iam:PassedToService": .strings(Self.roleTakers)]],
            ])
        }
        if let leaseRegion { statements.append(lease(in: leaseRegion)) }
        return statements
    }

    /// The one bucket with the lease. Who may not list it is told 403 instead of 404 for a lease that nobody holds
    /// (GetObject, S3 API reference).
    private func lease(in region: String) -> Value {
        let bucket = "arn:aws:s3:::\(LeaseObject.bucket(of: account, in: region))"
        let actions = LeaseObject.operations.flatMap { PermissionNames.actions($0, of: "s3") } + ["s3:ListBucket"]
        return [
            "Sid": "Lease", "Effect": "Allow", "Action": .strings(actions.sorted()),
            "Resource": [.string(bucket), .string(bucket + "/*")],
            "Condition": ["StringEquals": ["aws:RequestedRegion": [.string(region)]]],
        ]
    }

    private static let roleTakers = [
        "ec2.amazonaws.com", "eks.amazonaws.com", "monitoring.rds.amazonaws.com", "pods.eks.amazonaws.com",
        "vpc-flow-logs.amazonaws.com",
    ]

    private func statement(_ name: String, _ actions: Set<String>) -> Value {
        [
            "Sid": .string(name), "Effect": "Allow", "Action": .strings(actions.sorted()), "Resource": "*",
            "Condition": ["StringEquals": ["aws:RequestedRegion": .strings(regions)]],
        ]
    }
}
