import AWSServing
import AWSSigning
import CloudCalls
import FakeAWS
import FakeCloudStore
import Insight
import KubernetesServing
import Values

/// Who may come in to the served cloud and its clusters: its own key pair, for everything, and the active keys of users made
/// in it, as far as their policies and the clusters' access entries go.
struct ServedDoor: Doorkeeper, ClusterDoor {
    let own: Credentials
    let stored: StoredCloud
    let calls: any AWSCalls

    func entrant(_ accessKeyID: String) -> Entrant? {
        guard accessKeyID != own.accessKeyID else { return Entrant(credentials: own, calls: calls) }
        guard let (holder, credentials, cloud) = user(accessKeyID) else { return nil }
        return Entrant(
            credentials: credentials,
            calls: UserCalls(user: holder, account: cloud.account, calls: calls, stored: stored))
    }

    func entrant(_ accessKeyID: String, to cluster: ClusterName) -> ClusterEntrant? {
        if accessKeyID == own.accessKeyID {
            return ClusterEntrant(credentials: own, name: "kubernetes-admin", mayDoEverything: true)
        }
        guard let (holder, credentials, cloud) = user(accessKeyID) else { return nil }
        let access = cloud.access(of: holder.arn, to: cluster)
        guard access != .none else { return nil }
        return ClusterEntrant(
            credentials: credentials, name: holder.arn, mayDoEverything: access == .everything)
    }

    /// The user who has an access key, and the cloud in which that is so.
    private func user(_ accessKeyID: String) -> (KeyHolder, Credentials, Cloud)? {
        guard let cloud = try? stored.snapshot(), let holder = cloud.keyHolder(accessKeyID) else { return nil }
        return (holder, Credentials(accessKeyID: accessKeyID, secretAccessKey: holder.secret), cloud)
    }
}

/// The calls of one user: what no policy allows is refused.
///
/// Resources are told of S3 alone; any other call is about `*`, so that a statement on narrower resources says nothing of it.
private struct UserCalls: AWSCalls {
    let user: KeyHolder
    let account: String
    let calls: any AWSCalls
    let stored: StoredCloud

    func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        // Everybody may ask who they are, whatever policies say (STS API reference, GetCallerIdentity).
        if request.service == "sts", request.operation == "GetCallerIdentity" {
            return ["Account": .string(account), "UserId": .string(user.userID), "Arn": .string(user.arn)]
        }
        let context = [
            "aws:requestedregion": [request.region], "aws:username": [user.name], "aws:principalarn": [user.arn],
        ]
        for action in PermissionNames.actions(request.operation, of: request.service) {
            let reason: String
            switch user.decision(on: action, resource(of: request), context) {
            case .allowed: continue
            case .implicitlyDenied: reason = "because no identity-based policy allows the \(action) action"
            case .explicitlyDenied: reason = "with an explicit deny in an identity-based policy"
            }
            throw refusal(request, "User: \(user.arn) is not authorized to perform: \(action) \(reason)")
        }
        let output = try await calls.call(request)
        if request.service == "eks", request.operation == "CreateCluster" {
            let now = stored.clock.now()
            let arn = user.arn
            do throws(CloudFileProblem) {
                try stored.edit { $0.admitCreator(arn, by: request, at: now) }
            } catch {
                throw AWSError("InternalFailure", "\(error)", effect: .unknown)
            }
        }
        return output
    }

    private func resource(of request: AWSRequest) -> String {
        guard request.service == "s3", let bucket = request.input.text("Bucket") else { return "*" }
        return "arn:aws:s3:::\(bucket)" + (request.input.text("Key").map { "/\($0)" } ?? "")
    }

    /// Source: "Common Errors" of the services' API references; EC2 API reference, "Error codes".
    private func refusal(_ request: AWSRequest, _ message: String) -> AWSError {
        let code =
            switch request.service {
            case "ec2": "UnauthorizedOperation"
            case "acm", "budgets", "ecr", "eks", "kms", "logs", "resourcegroupstaggingapi", "secretsmanager",
                "service-quotas", "ssm":
                "AccessDeniedException"
            default: "AccessDenied"
            }
        var error = AWSError(code, message)
        // The protocols of JSON in the body alone have one status for every refusal.
        error.status = code == "AccessDeniedException" && request.service != "eks" ? 400 : 403
        return error
    }
}
