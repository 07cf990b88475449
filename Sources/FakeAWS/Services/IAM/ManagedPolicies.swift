import CloudCalls
import Values

/// Policies of the account's own, which users and roles attach beside AWS's.
///
/// Each has one version: others are not made here. Source: IAM API reference; IAM user guide, "IAM and AWS STS quotas".
enum ManagedPolicies {
    static let operations: [String: ServiceDefinition.Handler] = [
        "CreatePolicy": create, "GetPolicy": get, "GetPolicyVersion": version, "ListPolicies": list,
        "DeletePolicy": delete,
    ]
    private static let type = "AWS::IAM::ManagedPolicy"
    private static let ofAWS = "arn:aws:iam::aws:policy/"
    private static let onlyVersion = "v1"

    /// How many characters a policy has, as IAM counts: without white space.
    private static func size(of document: String) -> Int { document.count { !$0.isWhitespace } }

    /// Attaches a policy to a user or role.
    /// - Parameter what: as the quota names it.
    static func attach(
        _ arn: String, to holder: CloudObject, _ what: String, _ cloud: inout Cloud
    ) throws(AWSError) {
        guard arn.hasPrefix(ofAWS) || document(arn, cloud) != nil else {
            throw AWSError("NoSuchEntity", "Policy \(arn) does not exist or is not attachable.")
        }
        let attached = holder.hidden["attached"]?.texts ?? []
        guard !attached.contains(arn) else { return }
        guard attached.count < 10 else {
            throw AWSError("LimitExceeded", "Cannot exceed quota for PoliciesPer\(what): 10")
        }
        cloud.update(holder.key) { $0.hidden["attached"] = .strings(attached + [arn]) }
    }

    /// Puts a policy inside of a user or role.
    /// - Parameters:
    ///   - limit: how long all that stand there may be together.
    ///   - shown: the holder as a refusal names it.
    static func put(
        _ name: String, _ document: String, in holder: CloudObject, limit: Int, _ shown: String, _ cloud: inout Cloud
    ) throws(AWSError) {
        let inline = (holder.hidden["inline"] ?? [:]).merging([name: .string(document)])
        guard inline.members.reduce(0, { $0 + size(of: $1.value.text ?? "") }) <= limit else {
            throw AWSError("LimitExceeded", "Maximum policy size of \(limit) bytes exceeded for \(shown)")
        }
        cloud.update(holder.key) { $0.hidden["inline"] = inline }
    }

    /// What a policy of the account says; nil for one that isn't there, and for AWS's own.
    static func document(_ arn: String, _ cloud: Cloud) -> String? {
        cloud.object(type, "global", arn)?.hidden.text("document")
    }

    private static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let arn = try call.required("PolicyArn")
        guard let policy = cloud.object(type, "global", arn) else {
            throw AWSError("NoSuchEntity", "Policy \(arn) was not found.")
        }
        return policy
    }

    private static func uses(_ arn: String, _ cloud: Cloud) -> Int {
        (cloud.allEvenHidden(Users.type, "global") + cloud.allEvenHidden(IAM.roleType, "global"))
            .count { $0.hidden["attached"]?.texts.contains(arn) == true }
    }

    private static func shown(_ policy: CloudObject, _ cloud: Cloud) -> Value {
        policy.attributes.merging([
            "AttachmentCount": .int(uses(policy.id, cloud)), "DefaultVersionId": .string(onlyVersion),
            "IsAttachable": true, "PermissionsBoundaryUsageCount": 0,
        ])
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let (name, document) = (try call.required("PolicyName"), try call.required("PolicyDocument"))
        guard PolicyText(document) != nil else {
            throw AWSError("MalformedPolicyDocument", "Syntax errors in policy.")
        }
        guard size(of: document) <= 6144 else {
            throw AWSError("LimitExceeded", "Cannot exceed quota for PolicySize: 6144")
        }
        let taken = cloud.allEvenHidden(type, "global").contains {
            $0.attributes.text("PolicyName")?.lowercased() == name.lowercased()
        }
        guard !taken else {
            throw AWSError(
                "EntityAlreadyExists", "A policy called \(name) already exists. Duplicate names are not allowed.")
        }
        let path = call.input.text("Path") ?? "/"
        let arn = "arn:aws:iam::\(cloud.account):policy\(path)\(name)"
        let policy = CloudObject(
            CloudObject.Key(type, "global", arn),
            attributes: Value.object(
                Members([
                    ("PolicyName", .string(name)), ("PolicyId", .string(cloud.freshID("ANPA"))), ("Arn", .string(arn)),
                    ("Path", .string(path)), ("Description", call.input["Description"] ?? .null),
                    ("CreateDate", .string(call.now.timestamp)), ("UpdateDate", .string(call.now.timestamp)),
                ])
            ).compacted, hidden: ["document": .string(document)], tags: Call.tags(call.input["Tags"]),
            createdAt: call.now)
        cloud.insert(policy)
        return ["Policy": shown(policy, cloud).merging(["Tags": policy.tagList])]
    }

    @Sendable private static func get(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let policy = try find(call, cloud)
        return ["Policy": shown(policy, cloud).merging(["Tags": policy.tagList])]
    }

    @Sendable private static func version(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let policy = try find(call, cloud)
        let version = try call.required("VersionId")
        guard version == onlyVersion else {
            throw AWSError("NoSuchEntity", "Policy \(policy.id) version \(version) does not exist.")
        }
        return [
            "PolicyVersion": [
                "Document": policy.hidden["document"] ?? .null, "VersionId": .string(version),
                "IsDefaultVersion": true, "CreateDate": policy.attributes["CreateDate"] ?? .null,
            ]
        ]
    }

    /// Without AWS's own, which nobody keeps here.
    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let present = cloud
        guard call.input.text("Scope") != "AWS" else { return ["Policies": [], "IsTruncated": false] }
        return IAM.list(type, items: "Policies", cloud, call) { shown($0, present) }
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let policy = try find(call, cloud)
        guard uses(policy.id, cloud) == 0 else {
            throw AWSError("DeleteConflict", "Cannot delete a policy attached to entities.")
        }
        cloud.remove(policy.key)
        return [:]
    }
}
