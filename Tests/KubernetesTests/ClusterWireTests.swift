import AWSServing
import AWSSigning
import Certificates
import CloudCalls
import HTTPClient
import HTTPMessages
import HTTPServer
import KubernetesClient
import KubernetesMessages
import Synchronization
import Testing
import Values

/// Objects of a cluster, over TLS, from the client to the server and back.
@Suite struct ClusterWireTests {
    private static let settings: Value = [
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "api", "namespace": "default"],
        "data": ["MODE": "live"],
    ]
    private static let name = ObjectName(apiVersion: "v1", kind: "ConfigMap", namespace: "default", name: "api")
    private static let kinds = KubernetesRequest.Verb.list(
        apiVersion: "v1", kind: "ConfigMap", labelSelector: "team=web")

    private func code(_ body: () async throws(AWSError) -> Void) async -> String {
        do throws(AWSError) {
            try await body()
            return ""
        } catch {
            return error.code
        }
    }

    @Test func `an object is applied, read, listed and deleted`() async throws {
        let wire = try await ClusterWire()
        let client = wire.client()
        let cluster = ClusterWire.cluster
        let made = try await client.apply(Self.settings, in: cluster, deadline: wire.deadline)
        #expect(made["data"] == ["MODE": "live"] && made["metadata"]?.text("uid") != nil)

        var labelled = Self.settings
        labelled["metadata"]?["labels"] = ["team": "web"]
        #expect(
            try await client.list(
                apiVersion: "v1", kind: "ConfigMap", labelSelector: "team=web", in: cluster, deadline: wire.deadline)
                == [])
        let changed = try await client.apply(labelled, in: cluster, deadline: wire.deadline)
        #expect(changed["metadata"]?.text("resourceVersion") != made["metadata"]?.text("resourceVersion"))
        #expect(try await client.get(Self.name, in: cluster, deadline: wire.deadline) == changed)
        let listed = try await client.call(KubernetesRequest(Self.kinds, in: cluster, deadline: wire.deadline))
        #expect(listed == [changed])

        try await client.delete(Self.name, in: cluster, deadline: wire.deadline)
        let gone = await code { () async throws(AWSError) in
            _ = try await client.get(Self.name, in: cluster, deadline: wire.deadline)
        }
        #expect(gone == "NotFound")
        await wire.server.stop()
    }

    @Test func `refusals come with Kubernetes' reasons, and had no effect`() async throws {
        let wire = try await ClusterWire()
        let client = wire.client()
        func refusal(_ verb: KubernetesRequest.Verb, in cluster: ClusterName = ClusterWire.cluster) async -> AWSError? {
            do throws(AWSError) {
                _ = try await client.call(KubernetesRequest(verb, in: cluster, deadline: wire.deadline))
                return nil
            } catch {
                return error
            }
        }
        _ = try await client.apply(Self.settings, in: ClusterWire.cluster, deadline: wire.deadline)
        let twice = try #require(await refusal(.create(Self.settings)))
        #expect(twice.code == "AlreadyExists" && twice.status == 409 && twice.effect == .none)
        #expect(twice.service == "kubernetes" && twice.operation == "create" && twice.region == "eu-west-1")
        var elsewhere = Self.settings
        elsewhere["metadata"]?["namespace"] = "none"
        #expect(await refusal(.apply(elsewhere))?.code == "NotFound")
        let unknown = ObjectName(apiVersion: "example.com/v1", kind: "Widget", namespace: "default", name: "a")
        #expect(await refusal(.get(unknown))?.code == "NotFound")
        #expect(await refusal(.apply(["kind": "ConfigMap"]))?.code == "Client.InvalidObject")
        let other = ClusterName(region: "eu-west-1", name: "none")
        #expect(await refusal(.get(Self.name), in: other)?.code == "ResourceNotFoundException")
        await wire.server.stop()
    }

    @Test func `who signs in with another secret is refused`() async throws {
        let wire = try await ClusterWire()
        let stranger = wire.client(by: Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Sensitive("another")))
        let refused = await code { () async throws(AWSError) in
            _ = try await stranger.apply(Self.settings, in: ClusterWire.cluster, deadline: wire.deadline)
        }
        #expect(refused == "Unauthorized" && wire.ledger.all.isEmpty)
        await wire.server.stop()
    }

    @Test func `whom the cluster knows and lets do nothing is told so`() async throws {
        let wire = try await ClusterWire()
        let stranger = wire.client(by: ClusterWire.stranger)
        let refused = await code { () async throws(AWSError) in
            _ = try await stranger.apply(Self.settings, in: ClusterWire.cluster, deadline: wire.deadline)
        }
        #expect(refused == "Forbidden" && wire.ledger.all.isEmpty)
        await wire.server.stop()
    }

    @Test func `another authority's certificate is not trusted, and a cluster that moved is found again`() async throws
    {
        let wire = try await ClusterWire()
        let client = wire.client()
        func get() async -> String {
            await code { () async throws(AWSError) in
                _ = try await client.get(Self.name, in: ClusterWire.cluster, deadline: wire.deadline)
            }
        }
        let other = try ServerCertificate(authority: "a test", addresses: ["127.0.0.1"])
        wire.lie.withLock { $0 = .init(address: wire.server.address, authority: other.authority) }
        #expect(await get() == "Client.UntrustedCertificate" && wire.ledger.all.isEmpty)
        // Nobody listens on the discard port of another loopback address.
        let nowhere = HTTPAddress(host: "127.0.0.2", port: 9)
        wire.lie.withLock { $0 = .init(address: nowhere, authority: wire.certificate.authority) }
        #expect(await get() == "Transport.ConnectFailed")
        wire.lie.withLock { $0 = nil }
        #expect(await get() == "NotFound")
        await wire.server.stop()
    }

    @Test func `an answer that is lost leaves the effect unknown`() async throws {
        let wire = try await ClusterWire()
        let lossy = wire.client { Lossy(http: $0) }
        do throws(AWSError) {
            _ = try await lossy.apply(Self.settings, in: ClusterWire.cluster, deadline: wire.deadline)
            Issue.record("the answer came")
        } catch {
            #expect(error.code == "Transport.ConnectionLost" && error.effect == .unknown && error.isTransient)
        }
        let found = try await wire.client().get(Self.name, in: ClusterWire.cluster, deadline: wire.deadline)
        #expect(found["data"] == ["MODE": "live"])
        await wire.server.stop()
    }

    private struct Lossy: HTTPSending {
        let http: any HTTPSending

        func send(_ request: HTTPRequest, within span: TimeSpan) async throws(HTTPError) -> HTTPResponse {
            _ = try await http.send(request, within: span)
            throw HTTPError(.connectionLost, authority: request.authority, mayHaveArrived: true)
        }
    }

    private struct Paged: HTTPSending {
        let text: String

        func send(_ request: HTTPRequest, within span: TimeSpan) async throws(HTTPError) -> HTTPResponse {
            HTTPResponse(status: 404, headers: HTTPHeaders(), body: Array(text.utf8))
        }
    }

    @Test(arguments: [("404 page not found\n", "NotFound"), ("<html>no such site</html>", "404"), ("", "404")])
    func `only the server's own word for an unknown path means that something is not there`(
        _ text: String, _ expected: String
    ) async throws {
        let wire = try await ClusterWire()
        let client = wire.client { _ in Paged(text: text) }
        let refused = await code { () async throws(AWSError) in
            _ = try await client.get(Self.name, in: ClusterWire.cluster, deadline: wire.deadline)
        }
        #expect(refused == expected)
        await wire.server.stop()
    }

    /// Source: Kubernetes API reference, "StatusReason".
    @Test(arguments: [
        ("NotFound", 404, false, AWSError.Effect.none), ("Conflict", 409, false, .none), ("Invalid", 422, false, .none),
        ("Forbidden", 403, false, .none), ("TooManyRequests", 429, true, .none), ("Timeout", 504, true, .unknown),
        ("InternalError", 500, true, .unknown), ("ServiceUnavailable", 503, true, .unknown),
    ])
    func `a Status object says what a caller decides by`(
        _ reason: String, _ code: Int, _ isTransient: Bool, _ effect: AWSError.Effect
    ) throws {
        let status = StatusObject(AWSError(reason, "so it is"))
        #expect(status.code == code)
        let read = try #require(StatusObject(status.value(about: nil), code: status.code))
        #expect(read == status && read.error.code == reason && read.error.message == "so it is")
        #expect(read.error.isTransient == isTransient && read.error.effect == effect)
    }

    @Test func `an object's path is read as it was written`() throws {
        for path in [
            ResourcePath(apiVersion: "v1", namespace: "", plural: "namespaces", name: "shop"),
            ResourcePath(apiVersion: "v1", namespace: "shop", plural: "configmaps", name: "a"),
            ResourcePath(apiVersion: "v1", namespace: "shop", plural: "configmaps"),
            ResourcePath(apiVersion: "apps/v1", namespace: "", plural: "deployments"),
            ResourcePath(
                apiVersion: "rbac.authorization.k8s.io/v1", namespace: "", plural: "clusterroles", name: "system:a b/c"),
        ] { #expect(try #require(ResourcePath(path.text)) == path) }
        for text in ["/", "/api", "/api/v1", "/apis/apps/v1", "/version", "/api/v1/a/b/c/d", "/api/v1//x"] {
            #expect(ResourcePath(text) == nil, "\(text)")
        }
    }
}
