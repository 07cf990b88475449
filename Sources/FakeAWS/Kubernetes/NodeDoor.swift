import CloudCalls
import Values

/// A port of a cluster's nodes: the pods behind the Service that has it, and where those are an ingress controller's, the
/// services that its Ingresses name.
struct NodeDoor {
    /// What comes of a request.
    enum Answer {
        /// By whose pods; nil where that is not known.
        case served(by: CloudObject.Key?)
        /// There is no Ingress.
        case notFound
        /// The service that its path leads to has no pod that is ready.
        case unavailable
    }

    private let cloud: Cloud
    private let region: String
    /// `CLUSTER/`, below which its objects are.
    private let cluster: String
    /// Nil where nothing listens.
    private let pods: Pods?

    /// What stands behind a target group's targets; nil where the first of them is no node of a cluster.
    init?(_ group: CloudObject, _ cloud: Cloud) {
        guard let target = group.hidden["targets"]?.elements.first else { return nil }
        self.init(target, group, cloud)
    }

    /// Nil where the target is no node of a cluster.
    init?(_ target: Value, _ group: CloudObject, _ cloud: Cloud) {
        let machine = cloud.object(EC2Type.instance.type, group.region, target.text("Id") ?? "")
        guard let name = machine?.tags["eks:cluster-name"] else { return nil }
        let port = target.number("Port") ?? group.attributes.number("Port")
        self.cloud = cloud
        region = group.region
        cluster = name + "/"
        let service = cloud.allEvenHidden(Self.service, region).first { service in
            service.id.hasPrefix(name + "/") && service.attributes["spec"]?.text("type") == "NodePort"
                && service.attributes["spec"]?["ports"]?.elements.contains { $0.number("nodePort") == port } == true
        }
        pods = service.flatMap { Self.pods(behind: $0, cloud) }
    }

    static let service = "Kubernetes::Service"
    static let ingress = "Kubernetes::Ingress"

    var isOpen: Bool { pods != nil }

    /// - Parameter path: nil for one that no rule of the load balancer names.
    func answer(to path: String?) -> Answer {
        guard let pods else { return .unavailable }
        guard let className = NGINXProgram.className(of: pods) else { return .served(by: pods.key) }
        let taken = cloud.allEvenHidden(Self.ingress, region).filter {
            $0.id.hasPrefix(cluster) && $0.attributes["spec"]?.text("ingressClassName") == className
                && NGINXProgram.takes($0, pods)
        }
        let found = taken.compactMap { ingress in Self.backend(of: path ?? "/", in: ingress).map { (ingress, $0) } }
            .max { $0.1.path.count < $1.1.path.count }
        // Whoever asks for what nobody offers, or no longer, is told so, and that is right.
        guard let found else { return taken.isEmpty ? .notFound : .served(by: nil) }
        return server(found.1.service, in: found.0.key.namespacePlace).map { .served(by: $0) } ?? .unavailable
    }

    /// Whose pods serve what an Ingress leads to; nil where nobody does.
    private func server(_ name: String, in namespace: String) -> CloudObject.Key? {
        if let service = cloud.object(Self.service, region, "\(namespace)/\(name)"),
            let pods = Self.pods(behind: service, cloud)
        {
            return pods.key
        }
        return ArgoCDProgram.hasSynced(namespace, region, cloud)
            ? SyncedWorkloads.key(of: name, in: namespace, region) : nil
    }

    /// The services to which a cluster's Ingresses lead, as `CLUSTER/NAMESPACE` and name.
    static func backends(of cluster: ClusterName, _ cloud: Cloud) -> [(namespace: String, service: String)] {
        cloud.allEvenHidden(ingress, cluster.region).filter { $0.id.hasPrefix(cluster.name + "/") }.flatMap { ingress in
            paths(of: ingress).compactMap { path in
                path["backend"]?["service"]?.text("name").map { (ingress.key.namespacePlace, $0) }
            }
        }
    }

    private static func paths(of ingress: CloudObject) -> [Value] {
        let rules = ingress.attributes["spec"]?["rules"]?.elements ?? []
        return rules.flatMap { $0["http"]?["paths"]?.elements ?? [] }
    }

    /// The longest path of an Ingress that begins a request's; by whole elements, as `Prefix` says.
    private static func backend(of path: String, in ingress: CloudObject) -> (path: String, service: String)? {
        paths(of: ingress).compactMap { rule -> (path: String, service: String)? in
            guard let prefix = rule.text("path"), let service = rule["backend"]?["service"]?.text("name"),
                prefix == "/" || path == prefix || path.hasPrefix(prefix + "/")
            else { return nil }
            return (prefix, service)
        }.max { $0.path.count < $1.path.count }
    }

    /// Pods that are ready behind a Service; nil where there are none.
    private static func pods(behind service: CloudObject, _ cloud: Cloud) -> Pods? {
        let selector = service.attributes["spec"]?["selector"]?.members ?? Members()
        guard selector.count > 0 else { return nil }
        return Pods.available(below: service.key.namespacePlace + "/", service.region, cloud).first { pods in
            selector.allSatisfy { pods.labels[$0.name] == $0.value }
        }
    }
}
