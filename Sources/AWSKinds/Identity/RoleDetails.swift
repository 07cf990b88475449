import CloudCalls
import Providers
import Values

/// A platform's roles with their tags, policies and profiles: one paginated call of the account for all of them.
///
/// It leaves out description and session duration, which ListRoles tells. Source: IAM API reference,
/// `GetAccountAuthorizationDetails`, `RoleDetail`.
enum RoleDetails {
    static let call = "GetAccountAuthorizationDetails"

    /// Those that lie under the platform's path.
    static func ours(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Value] {
        let path = Role.path(of: scope.platform)
        let all = try await cloud.pages(
            "iam", call, scope.region, ["Filter": ["Role"], "MaxItems": 1000], items: "RoleDetailList",
            marker: "Marker", next: "Marker")
        return all.filter { $0.text("Path")?.hasPrefix(path) == true }
    }
}
