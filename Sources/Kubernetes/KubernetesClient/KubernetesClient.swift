import AWSClient
public import CloudCalls
public import HTTPClient
import HTTPMessages
public import Values

/// The API of EKS clusters over HTTP: finds a cluster's endpoint, signs in with a token, sends and decodes. One call is one
/// attempt.
///
/// Source: "Kubernetes API Concepts", "Server-Side Apply" (Kubernetes documentation).
public final class KubernetesClient: KubernetesCalls {
    /// Makes what sends to an endpoint, trusting its certificate authority alone; throws where it may not be called.
    public typealias Opening = @Sendable (ClusterEndpoint) throws(AWSError) -> any HTTPSending
    /// Makes a token by which the caller signs in to a cluster.
    public typealias Signing = @Sendable (ClusterName) async throws(AWSError) -> Sensitive

    /// Who the fields belong to that we apply.
    private static let fieldManager = "reconcile"
    private let book: ClusterBook
    private let token: Signing
    private let time: any TimeSource

    /// - Parameters:
    ///   - seen: where descriptions of clusters go by, so that none is asked for twice.
    ///   - time: the clock in which deadlines count.
    public init(
        _ aws: any AWSCalls, seen: SeenClusters? = nil, time: any TimeSource, open: @escaping Opening,
        token: @escaping Signing
    ) {
        book = ClusterBook(aws, seen: seen, open: open)
        self.token = token
        self.time = time
    }

    public func call(_ request: KubernetesRequest) async throws(AWSError) -> Value {
        do throws(AWSError) {
            let asked = try RequestForm(request.verb, manager: Self.fieldManager)
            let door = try await book.door(to: request.cluster, deadline: request.deadline)
            guard asked.isList else { return try await send(asked, request, door) }
            return try await pages(asked, request, door)
        } catch {
            throw error.service.isEmpty ? error.of(request) : error
        }
    }

    /// All pages of a list, each object with the version and kind that a list leaves out.
    private func pages(
        _ asked: RequestForm, _ request: KubernetesRequest, _ door: ClusterBook.Door
    ) async throws(AWSError) -> Value {
        var all: [Value] = []
        var asked = asked
        while true {
            let page = try await send(asked, request, door)
            all += (page["items"]?.elements ?? []).map { asked.kind.merging($0) }
            guard let next = page["metadata"]?.text("continue"), !next.isEmpty else { return .list(all) }
            asked = asked.continuing(next)
        }
    }

    private func send(
        _ asked: RequestForm, _ request: KubernetesRequest, _ door: ClusterBook.Door
    ) async throws(AWSError) -> Value {
        let token = try await token(request.cluster)
        let left = request.deadline - time.now()
        guard left > .zero else {
            throw AWSError("Client.DeadlineExceeded", "the time for the call was over before it was sent")
        }
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await door.http.send(asked.request(to: door.address, token: token), within: left)
        } catch {
            // It may have moved, or show another certificate now.
            if !error.mayHaveArrived { book.forget(request.cluster) }
            throw TransportFailure.error(error)
        }
        return try AnswerForm.value(response)
    }
}
