import CloudCalls
import Values

/// The pods of a Deployment, as their template describes them.
struct Pods {
    static let type = "Kubernetes::Deployment"

    /// What keeps pods from getting ready, in Kubernetes' words.
    struct Obstacle {
        let reason: String
        let message: String
        /// What the container said last; empty where it did not begin.
        var lastWords = ""

        static func noRoom(_ placement: Placement) -> Obstacle {
            let count = placement.nodes.count
            return Obstacle(
                reason: "Unschedulable",
                message: count == 0
                    ? "no nodes available to schedule pods"
                    : "0/\(count) nodes are available: \(count) Insufficient cpu or memory.")
        }

        static func crash(_ lastWords: String) -> Obstacle {
            Obstacle(
                reason: "CrashLoopBackOff", message: "back-off 5m0s restarting failed container", lastWords: lastWords)
        }
    }

    /// The Deployment's name.
    let name: String
    let namespace: String
    let key: CloudObject.Key
    private let cluster: String
    private let region: String
    let labels: Value
    /// The account by which its pods are known to the cluster and to AWS.
    let account: String
    private let containers: [Value]

    init(_ deployment: CloudObject) {
        let parts = deployment.id.components("/")
        key = deployment.key
        cluster = parts.first ?? ""
        namespace = parts.count == 3 ? parts[1] : ""
        name = parts.last ?? ""
        region = deployment.region
        let template = deployment.attributes["spec"]?["template"]
        labels = template?["metadata"]?["labels"] ?? [:]
        account = template?["spec"]?.text("serviceAccountName") ?? "default"
        containers = template?["spec"]?["containers"]?.elements ?? []
    }

    /// Those of the Deployments below a place, `CLUSTER/` or `CLUSTER/NAMESPACE/`, that have any available.
    static func available(below place: String, _ region: String, _ cloud: Cloud) -> [Pods] {
        cloud.all(type, region)
            .filter { $0.id.hasPrefix(place) && $0.hidden["status"]?.number("availableReplicas") ?? 0 > 0 }.map(
                Pods.init)
    }

    /// The names of the ConfigMaps from which the containers take their environment.
    var settingsNames: [String] {
        containers.flatMap { $0["envFrom"]?.elements ?? [] }.compactMap { $0["configMapRef"]?.text("name") }
    }

    private var words: [String] {
        containers.flatMap { ($0["command"]?.elements ?? []) + ($0["args"]?.elements ?? []) }.compactMap(\.text)
    }

    /// What stands behind a flag; nil where it is not given.
    func argument(_ flag: String) -> String? {
        words.first { $0.hasPrefix(flag) }.map {
            String($0.dropFirst(flag.count)).replacing("$(POD_NAMESPACE)", with: namespace)
        }
    }

    func isOn(_ flag: String) -> Bool { words.contains(flag) || words.contains(flag + "=true") }

    /// A setting that the containers are given by its value.
    func environment(_ name: String) -> String? {
        containers.flatMap { $0["env"]?.elements ?? [] }.first { $0.text("name") == name }?.text("value")
    }

    /// Where they run.
    var place: ClusterName { ClusterName(region: region, name: cluster) }

    /// Whether one of the containers runs a program.
    func runs(_ program: String) -> Bool { words.contains { $0 == program || $0.hasSuffix("/" + program) } }

    /// A ConfigMap of the cluster, by `NAMESPACE/NAME`.
    func settings(_ place: String, _ cloud: Cloud) -> Value? {
        cloud.object("Kubernetes::ConfigMap", region, "\(cluster)/\(place)")?.attributes
    }

    /// Why they don't get ready; nil where they do.
    /// - Parameter placement: of all that their cluster runs.
    func obstacle(_ cloud: Cloud, _ placement: Placement) -> Obstacle? {
        guard placement.counts[key] ?? 0 > 0 else { return .noRoom(placement) }
        if containers.contains(where: { cloud.faults.isBroken(image: $0.text("image") ?? "") }) { return .crash("") }
        for name in settingsNames where settings("\(namespace)/\(name)", cloud) == nil {
            return Obstacle(reason: "CreateContainerConfigError", message: "configmap \"\(name)\" not found")
        }
        return NGINXProgram.obstacle(self, cloud) ?? ArgoCDProgram.obstacle(self, cloud)
            ?? ClusterAutoscalerProgram.obstacle(self, cloud)
    }

    // MARK: What a pod says of itself

    var running: Value {
        [
            "phase": "Running",
            "conditions": [["type": "PodScheduled", "status": "True"], ["type": "Ready", "status": "True"]],
            "containerStatuses": .list(
                containers.map { ["name": $0["name"] ?? "", "ready": true, "state": ["running": [:]]] }),
        ]
    }

    /// On the way up where nothing keeps it.
    func waiting(_ obstacle: Obstacle?) -> Value {
        if let obstacle, obstacle.reason == "Unschedulable" {
            return [
                "phase": "Pending",
                "conditions": [
                    [
                        "type": "PodScheduled", "status": "False", "reason": .string(obstacle.reason),
                        "message": .string(obstacle.message),
                    ]
                ],
            ]
        }
        var state: Value = ["reason": .string(obstacle?.reason ?? "ContainerCreating")]
        if let obstacle { state["message"] = .string(obstacle.message) }
        var container: Value = ["name": containers.first?["name"] ?? "", "ready": false, "state": ["waiting": state]]
        if let obstacle, !obstacle.lastWords.isEmpty {
            container["lastState"] = ["terminated": ["exitCode": 1, "message": .string(obstacle.lastWords)]]
        }
        return [
            "phase": "Pending", "conditions": [["type": "PodScheduled", "status": "True"]],
            "containerStatuses": [container],
        ]
    }
}
