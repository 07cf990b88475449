import CloudCalls
import Digests
import Documents
import HTTPMessages
import KubernetesMessages
import Values

/// The API of one cluster, for one request.
struct ClusterFace {
    let calls: any KubernetesCalls
    /// The same for what is looked up by ourselves, which nobody asked for.
    let looking: any KubernetesCalls
    let cluster: ClusterName
    let deadline: Instant

    func answer(_ asked: AskedResource) async throws(AWSError) -> HTTPResponse {
        if asked.method == "GET", let document = try await document(asked.text) { return document }
        guard let path = asked.path,
            let resource = try await resources(beside: path).first(where: {
                $0.apiVersion == path.apiVersion && $0.plural == path.plural
            }), path.part.isEmpty, resource.isNamespaced || path.namespace.isEmpty
        else { return Answers.unknownPath }
        if asked.parameter("dryRun") != nil {
            throw AWSError("BadRequest", "dryRun is not served: nothing was changed")
        }
        switch (asked.method, path.name.isEmpty) {
        case ("GET", true) where !asked.isWatch: return try await list(resource, path, asked)
        case ("GET", false) where !asked.isWatch:
            return Answers.value(Self.shown(try await call(.get(name(resource, path)))))
        case ("POST", true):
            let object = try asked.object([MediaType.json], of: resource)
            return Answers.value(Self.shown(try await call(.create(object))), status: 201)
        case ("PATCH", false):
            let old = asked.isMergePatch ? try await call(.get(name(resource, path))) : nil
            let object = try asked.object([MediaType.apply, MediaType.merge], of: resource, changing: old)
            return Answers.value(Self.shown(try await call(.apply(object))))
        case ("DELETE", false):
            _ = try await call(.delete(name(resource, path)))
            return Answers.value(Self.deleted(resource, path))
        default:
            throw AWSError(
                "MethodNotAllowed", "the server does not allow this method on the requested resource")
        }
    }

    private func call(_ verb: KubernetesRequest.Verb) async throws(AWSError) -> Value {
        try await calls.call(KubernetesRequest(verb, in: cluster, deadline: deadline))
    }

    private func name(_ resource: KubernetesResource, _ path: ResourcePath) -> ObjectName {
        ObjectName(
            apiVersion: resource.apiVersion, kind: resource.kind, namespace: path.namespace, name: path.name)
    }

    // MARK: What there is

    private func document(_ text: String) async throws(AWSError) -> HTTPResponse? {
        switch text {
        case "/healthz", "/livez", "/readyz":
            _ = try await definitions()
            return Answers.text("ok")
        case "/openapi/v2":
            // No type is known by its schema: as protobuf that document is empty.
            return HTTPResponse(
                status: 200,
                headers: HTTPHeaders([
                    .init(
                        name: "Content-Type", value: "application/com.github.proto-openapi.spec.v2.v1.0+protobuf")
                ]))
        default:
            guard Discovery.isDocument(text) else { return nil }
            return Discovery(KubernetesResource.builtIn + (try await definitions())).document(text).map {
                Answers.value($0)
            }
        }
    }

    /// Kubernetes' own kinds; those that the cluster's objects define only where they are asked for.
    private func resources(beside path: ResourcePath) async throws(AWSError) -> [KubernetesResource] {
        let isBuiltIn = KubernetesResource.builtIn.contains { $0.apiVersion == path.apiVersion }
        return isBuiltIn ? KubernetesResource.builtIn : try await definitions()
    }

    private func definitions() async throws(AWSError) -> [KubernetesResource] {
        let kind = KubernetesResource.definition
        let verb = KubernetesRequest.Verb.list(apiVersion: kind.apiVersion, kind: kind.kind, labelSelector: "")
        let all = try await looking.call(KubernetesRequest(verb, in: cluster, deadline: deadline))
        return all.elements.flatMap { definition -> [KubernetesResource] in
            let spec = definition["spec"] ?? [:]
            guard let group = spec.text("group"), let kind = spec["names"]?.text("kind") else { return [] }
            return (spec["versions"]?.elements ?? []).filter { $0["served"]?.flag == true }.map { version in
                KubernetesResource(
                    "\(group)/\(version.text("name") ?? "")", kind, plural: spec["names"]?.text("plural"),
                    isNamespaced: spec.text("scope") == "Namespaced",
                    shortNames: spec["names"]?["shortNames"]?.texts ?? [])
            }
        }
    }

    // MARK: Objects as they are shown

    private func list(
        _ resource: KubernetesResource, _ path: ResourcePath, _ asked: AskedResource
    ) async throws(AWSError) -> HTTPResponse {
        let labels = try LabelSelector(asked.parameter("labelSelector") ?? "")
        let fields = try FieldSelector(asked.parameter("fieldSelector") ?? "")
        let all = try await call(.list(apiVersion: resource.apiVersion, kind: resource.kind, labelSelector: ""))
        let chosen = all.elements.filter { object in
            let metadata = object["metadata"] ?? [:]
            return (path.namespace.isEmpty || metadata.text("namespace") == path.namespace)
                && labels.matches(metadata["labels"] ?? [:]) && fields.matches(object)
        }
        // Objects in a list leave out what the list says for all of them.
        let items = chosen.map { object -> Value in
            var item = Self.shown(object)
            item["apiVersion"] = nil
            item["kind"] = nil
            return item
        }
        return Answers.value([
            "apiVersion": .string(resource.apiVersion), "kind": .string(resource.kind + "List"),
            "metadata": ["resourceVersion": .string(Self.version(.list(items)))], "items": .list(items),
        ])
    }

    /// The object with a version of its own for each of its forms.
    private static func shown(_ object: Value) -> Value {
        var object = object
        var metadata = object["metadata"] ?? [:]
        metadata["resourceVersion"] = .string(version(object))
        object["metadata"] = metadata
        return object
    }

    /// Opaque to clients, though some want a number ("Resource versions", Kubernetes API Concepts).
    private static func version(_ value: Value) -> String {
        let digest = SHA256Digest.bytes(Array(JSON.text(of: value).utf8))
        return "\(digest.prefix(6).reduce(1) { $0 << 8 | UInt64($1) })"
    }

    private static func deleted(_ resource: KubernetesResource, _ path: ResourcePath) -> Value {
        [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
            "details": [
                "name": .string(path.name), "group": .string(resource.group), "kind": .string(resource.plural),
            ],
        ]
    }
}
