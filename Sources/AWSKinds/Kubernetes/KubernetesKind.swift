import CloudCalls
import Digests
import Documents
import Providers
import Resources
import Values

/// A kind of object inside an EKS cluster, made and changed by server-side apply.
///
/// Its properties are described at `KubernetesForm`, its identity at `KubernetesIdentity`.
struct KubernetesKind: KindDriver {
    let schema: KindSchema
    let calls = KindCalls(
        reads: ["eks.ListClusters", "eks.DescribeCluster"])
    /// What a ConfigMap holds, as a hash: pods read it when they start, and their template names the hash so that they
    /// start anew when it changes (Helm documentation, "Automatically roll deployments").
    static let checksum = "checksum"

    let apiVersion: String
    let word: String
    private let isClusterWide: Bool
    private let readiness: @Sendable (Value) -> ResourceObservation.Status

    /// - Parameter settles: how long it takes as a rule until the object does its work.
    init(
        _ apiVersion: String, _ word: String, isClusterWide: Bool = false, settles: TimeSpan = .seconds(2),
        readiness: @escaping @Sendable (Value) -> ResourceObservation.Status = { _ in .ready }
    ) {
        self.apiVersion = apiVersion
        self.word = word
        self.isClusterWide = isClusterWide
        self.readiness = readiness
        schema = KindSchema(
            kind: Kind("Kubernetes::\(word)"), service: "kubernetes", identity: .name(property: "name", limit: 63),
            rules: ["cluster", "namespace", "name"].map { PropertyRule($0, .replaces) }
                + [PropertyRule(KubernetesForm.replicas, .movedByOthers)],
            durations: ExpectedDurations(create: settles, update: settles, deadline: .minutes(15)),
            consistencyWindow: .seconds(2), changingAttributes: word == "ConfigMap" ? [Self.checksum] : [])
    }

    // MARK: Reading

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        switch scope {
        case .platform(let platform, let region): try await list(platform, region, cloud)
        case .one(let target): try await one(target, cloud).map { [$0] } ?? []
        }
    }

    private func list(_ platform: String, _ region: String, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var all: [Found] = []
        for cluster in try await EKSParts.clusters(of: platform, region, cloud)
        where ["ACTIVE", "UPDATING"].contains(cluster.text("status") ?? "") {
            let name = ClusterName(region: region, name: cluster.text("name") ?? "")
            do throws(AWSError) {
                let objects = try await cloud.list(
                    apiVersion: apiVersion, kind: word,
                    labelSelector: "\(KubernetesIdentity.platform)=\(platform)", in: name)
                all += objects.map { found($0, name, nil) }
            } catch {
                // A cluster without the kind's definition has no such objects; one that went has none either.
                guard Self.isNotFound(error) else { throw error }
            }
        }
        return all
    }

    /// What is waited for says more of itself than what is only looked at.
    private func one(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Found? {
        guard let (object, cluster) = try await read(target, cloud) else { return nil }
        var found = found(object, cluster, target)
        if word == "Deployment", case .pending(let reason) = found.status,
            let trouble = await PodTrouble.reason(of: object, in: cluster, cloud)
        {
            found.status = .pending("\(reason): \(trouble)")
        }
        return found
    }

    private func read(
        _ target: Target, _ cloud: CloudAccess
    ) async throws(AWSError) -> (object: Value, cluster: ClusterName)? {
        guard let place = place(of: target) else { return nil }
        do throws(AWSError) {
            return (try await cloud.get(place.object, in: place.cluster), place.cluster)
        } catch {
            guard Self.isNotFound(error) else { throw error }
            return nil
        }
    }

    private static func isNotFound(_ error: AWSError) -> Bool {
        ["NotFound", "ResourceNotFoundException"].contains(error.code)
    }

    /// Where a target's object is, from its properties or its physical id `CLUSTER/NAMESPACE/NAME`.
    private func place(of target: Target) -> (object: ObjectName, cluster: ClusterName)? {
        let parts = target.physicalID.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let known = parts.count == 3 ? parts : nil
        guard let cluster = target.properties.text("cluster") ?? known?[0],
            let name = target.properties.text("name") ?? known?[2]
        else { return nil }
        let namespace = isClusterWide ? "" : target.properties.text("namespace") ?? known?[1] ?? "default"
        return (
            ObjectName(apiVersion: apiVersion, kind: word, namespace: namespace, name: name),
            ClusterName(region: target.region, name: cluster)
        )
    }

    private func found(_ object: Value, _ cluster: ClusterName, _ target: Target?) -> Found {
        let metadata = object["metadata"] ?? [:]
        let name = metadata["name"] ?? .null
        let namespace = isClusterWide ? nil : metadata["namespace"]
        var properties = KubernetesForm.read(object, as: KubernetesIdentity.form(of: object))
        properties["cluster"] = .string(cluster.name)
        properties["namespace"] = namespace
        properties["name"] = name
        var attributes: Value = ["cluster": .string(cluster.name), "name": name]
        attributes["namespace"] = namespace
        attributes["address"] = KubernetesReadiness.address(object)
        if word == "ConfigMap" {
            attributes[Self.checksum] = .string(SHA256Digest.hex(JSON.text(of: object["data"] ?? [:])))
        }
        return Found(
            physicalID: "\(cluster.name)/\(namespace?.text ?? "")/\(name.text ?? "")",
            status: status(object, properties, target), properties: properties, attributes: attributes,
            tags: KubernetesIdentity.tags(of: object))
    }

    /// What is to change is not waited for: the present form may never work, and be the very cause of the change.
    private func status(_ object: Value, _ properties: Value, _ target: Target?) -> ResourceObservation.Status {
        if object["metadata"]?["deletionTimestamp"] != nil { return .deleting }
        let status = readiness(object)
        guard let target, case .pending = status else { return status }
        let differs = normalized(target.properties).members.contains { pair in
            pair.name != KubernetesForm.replicas && properties[pair.name] != pair.value
        }
        return differs ? .ready : status
    }

    // MARK: Changing

    func normalized(_ properties: Value) -> Value {
        guard !isClusterWide, properties["namespace"] == nil, properties["name"] != nil else { return properties }
        return properties.merging(["namespace": "default"])
    }

    /// Apply would take over whatever has the name, so what is there already is refused.
    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        if try await read(target, cloud) != nil {
            throw AWSError(
                "AlreadyExists", "\(word) \(target.properties.text("name") ?? "") exists already.",
                service: schema.service, operation: "Apply", region: target.region)
        }
        try await apply(target, replicas: target.properties[KubernetesForm.replicas], cloud)
    }

    /// Applies the whole object; a number of replicas that an autoscaler moves stays as it is.
    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let wanted = target.properties[KubernetesForm.replicas]
        try await apply(
            target, replicas: wanted.map { found.properties[KubernetesForm.replicas] ?? $0 }, cloud)
    }

    /// Writes our labels and annotations and nothing else; what was applied by us before stays applied.
    func claim(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Bool {
        guard let (object, cluster) = try await read(target, cloud),
            found(object, cluster, nil).physicalID == target.physicalID
        else {
            throw AWSError(
                "Provider.OtherName",
                "\(target.physicalID) is no \(word) that is there and has the name that the spec gives.",
                service: schema.service, operation: "import", region: target.region)
        }
        try Ownership.checkFree(target, tags: KubernetesIdentity.tags(of: object), service: schema.service)
        try await apply(target, form: KubernetesIdentity.form(of: object), cloud)
        return true
    }

    private func apply(_ target: Target, replicas: Value?, _ cloud: CloudAccess) async throws(AWSError) {
        var form = KubernetesForm.form(of: target.properties)
        form[KubernetesForm.replicas] = replicas
        try await apply(target, form: form, cloud)
    }

    private func apply(_ target: Target, form: Value, _ cloud: CloudAccess) async throws(AWSError) {
        guard let place = place(of: target) else { return }
        let marks = KubernetesIdentity.marks(target, form: form)
        var metadata: Value = [
            "name": .string(place.object.name), "labels": marks.labels, "annotations": marks.annotations,
        ]
        if !isClusterWide { metadata["namespace"] = .string(place.object.namespace) }
        let object = KubernetesForm.object(form, metadata: metadata)
            .merging(["apiVersion": .string(apiVersion), "kind": .string(word)])
        _ = try await cloud.apply(object, in: place.cluster)
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        guard let place = place(of: target) else { return }
        try await cloud.delete(place.object, in: place.cluster)
    }

    /// A grant takes seconds to reach the cluster (EKS API reference, AssociateAccessPolicy); a conflict means that
    /// another writer was faster.
    func waitReason(for error: AWSError) -> String? {
        switch error.code {
        case "Unauthorized", "Forbidden": "waits until the cluster grants access: \(error.message)"
        case "Conflict": "waits for another writer: \(error.message)"
        default: nil
        }
    }
}
