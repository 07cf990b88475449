public import AWSServing
import AWSSigning
public import CloudCalls
public import HTTPMessages
import KubernetesMessages
import Values

/// The API of every cluster, spoken to as an API server is: `KubernetesClient` turned around.
///
/// It serves what `kubectl` and the like need to find, read, make, apply and delete objects; it watches nothing, and
/// knows no field by its schema.
public final class KubernetesServer: Sendable {
    /// Says which version of Kubernetes a cluster runs, such as `1.34`.
    public typealias VersionRule = @Sendable (ClusterName) async throws(AWSError) -> String

    private let calls: any KubernetesCalls
    private let door: any ClusterDoor
    private let ledger: CallLedger
    private let time: any TimeSource
    private let deadline: AWSServer.DeadlineRule
    private let version: VersionRule

    /// - Parameters:
    ///   - door: whose tokens are taken.
    ///   - ledger: told what was called.
    ///   - time: the real clock, for tokens.
    public init(
        _ calls: any KubernetesCalls, door: any ClusterDoor, ledger: CallLedger, time: any TimeSource,
        deadline: @escaping AWSServer.DeadlineRule, version: @escaping VersionRule
    ) {
        self.calls = calls
        self.ledger = ledger
        self.time = time
        self.deadline = deadline
        self.version = version
        self.door = door
    }

    private func entrant(_ bearer: String, _ cluster: ClusterName) throws(AWSError) -> ClusterEntrant {
        guard bearer.hasPrefix("Bearer "),
            let token = ClusterTokenCheck(String(bearer.dropFirst(7)), for: cluster.name),
            let entrant = door.entrant(token.accessKeyID, to: cluster),
            token.isMade(by: entrant.credentials, at: time.now())
        else { throw AWSError("Unauthorized", "Unauthorized") }
        return entrant
    }

    /// The answer to a request; nil when the connection is to break without one.
    public func answer(_ request: HTTPRequest) async -> HTTPResponse? {
        var request = request
        guard let served = ServedCluster(&request.path) else {
            return Answers.refusal(
                AWSError("NotFound", "no cluster is named: paths begin with /REGION/CLUSTER"), about: nil)
        }
        let asked = AskedResource(request)
        do throws(AWSError) {
            let entrant = try entrant(request.headers["Authorization"] ?? "", served.cluster)
            guard entrant.mayDoEverything else {
                throw AWSError("Forbidden", "User \"\(entrant.name)\" may not \(asked.method) \(asked.text)")
            }
            if asked.method == "GET", asked.text == "/version" {
                return Answers.value(Discovery.version(try await version(served.cluster)))
            }
            let face = ClusterFace(
                calls: CountedCalls(calls: calls, ledger: ledger), looking: calls, cluster: served.cluster,
                deadline: deadline(request))
            return try await face.answer(asked)
        } catch {
            switch error.code {
            case "Transport.DeadlineExceeded" where error.effect == .none:
                return Answers.refusal(AWSError("Timeout", error.message), about: asked.path)
            // What goes wrong on the way has no answer.
            case let code where code.hasPrefix("Transport."): return nil
            default: return Answers.refusal(error, about: asked.path)
            }
        }
    }
}
