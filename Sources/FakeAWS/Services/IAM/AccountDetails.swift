import CloudCalls
import Values

/// The whole of an account's roles in one list, as `GetAccountAuthorizationDetails` gives it.
///
/// A role there has its policies, profiles and tags, but neither description nor session duration (IAM API reference,
/// `RoleDetail`).
enum AccountDetails {
    private static let members = ["Path", "RoleName", "RoleId", "Arn", "CreateDate", "AssumeRolePolicyDocument"]
    private static let filters: Set<String> = ["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"]

    @Sendable static func get(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let wanted = call.input["Filter"]?.texts ?? []
        guard wanted.allSatisfy(filters.contains) else {
            throw AWSError("ValidationError", "1 validation error: Filter must be of \(filters.sorted())")
        }
        let roles = wanted.isEmpty || wanted.contains("Role") ? cloud.all(IAM.roleType, "global") : []
        let profiles = roles.isEmpty ? [] : cloud.all(IAM.profileType, "global")
        let snapshot = cloud
        let page = IAM.page(
            roles.map { detail($0, profiles, snapshot) }, items: "RoleDetailList",
            limit: call.input["MaxItems"] == nil ? 100 : 1000, call)
        return page.merging(["UserDetailList": [], "GroupDetailList": [], "Policies": []])
    }

    private static func detail(_ role: CloudObject, _ profiles: [CloudObject], _ cloud: Cloud) -> Value {
        var detail: Value = [:]
        for name in members { detail[name] = role.attributes[name] }
        detail["Tags"] = role.tagList
        detail["RolePolicyList"] = .list(
            (role.hidden["inline"]?.members ?? Members()).map {
                ["PolicyName": .string($0.name), "PolicyDocument": $0.value]
            })
        detail["AttachedManagedPolicies"] = .list(IAM.attachedPolicies(role))
        detail["InstanceProfileList"] = .list(
            profiles.filter { $0.hidden.text("role") == role.attributes.text("RoleName") }.map {
                IAM.shown($0, cloud)
            })
        return detail
    }
}
