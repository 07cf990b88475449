import Resources
import Specs

/// Whether the pods that a spec wants at least have room on the nodes that it allows at most; a pod without room waits for
/// ever, and so does the run.
///
/// What nodes keep for themselves: EKS's `bootstrap.sh` and nodeadm for vCPUs and memory, and what the pods of every node
/// ask for. Where Argo CD rolls out, its repository says how many pods there are, and nothing is said of them here.
struct NodeRoom {
    /// Thousandths of a vCPU, and MiB.
    private struct Room {
        var cpu: Int
        var memory: Int
        var pods = 1

        func fits(into other: Room) -> Bool { cpu <= other.cpu && memory <= other.memory && pods <= other.pods }

        func less(_ pod: Room) -> Room { Room(cpu: cpu - pod.cpu, memory: memory - pod.memory, pods: pods - pod.pods) }
    }

    private let spec: Spec

    static func problems(_ spec: Spec) -> [BlueprintProblem] {
        guard spec.phase >= 2, spec.gitOps == nil, let node = NodeRoom(spec: spec).node else { return [] }
        let room = NodeRoom(spec: spec)
        let large = spec.services.indices.filter { !room.pod(spec.services[$0]).fits(into: node) }
        let many = large.isEmpty ? room.nodesNeeded(node) : 0
        return large.map { index in
            let service = spec.services[index]
            return BlueprintProblem(
                code: "blueprint.podTooLarge", path: "services[\(index)]",
                message:
                    "A pod of \(service.name) asks for \(service.cpu) thousandths of a vCPU and \(service.memory) MiB, and a "
                    + "\(spec.cluster.nodeType) has \(node.cpu) and \(node.memory) for pods.",
                hint: "Ask for less, or set cluster.nodeType to a larger one.")
        }
            + (many > spec.cluster.maxNodes
                ? [
                    BlueprintProblem(
                        code: "blueprint.tooFewNodes", path: "cluster.maxNodes",
                        message: "The pods that the services have at least need \(many) nodes of type "
                            + "\(spec.cluster.nodeType), and cluster.maxNodes is \(spec.cluster.maxNodes).",
                        hint: "Set it to \(many) or more; nodes that nothing needs are not launched.")
                ] : [])
    }

    /// What a node has for pods; nil for a type that is not known.
    private var node: Room? {
        let type = spec.cluster.nodeType
        guard let cores = MachineSize.cores(type), let memory = MachineSize.memory(type) else { return nil }
        let heldBack = 60 + (cores > 1 ? 10 : 0) + min(2, max(0, cores - 2)) * 5 + max(0, cores - 4) * 5 / 2
        let pods = cores <= 1 ? 8 : cores == 2 ? 29 : cores <= 8 ? 58 : 110
        return Room(cpu: cores * 1000 - heldBack - 150, memory: memory - 255 - 11 * pods - 100, pods: pods - 3)
    }

    private func pod(_ service: ServiceSpec) -> Room { Room(cpu: service.cpu, memory: service.memory) }

    /// As the scheduler spreads them: each on the node that has most left.
    private func nodesNeeded(_ node: Room) -> Int {
        // What serves the cluster: its names, its metrics, the ingress controller, and what adds nodes.
        let own = [(2, 70), (2, 200), (2, 128), (1, 600)].map { (count: $0.0, pod: Room(cpu: 100, memory: $0.1)) }
        let all = own + spec.services.map { (count: $0.minReplicas, pod: pod($0)) }
        var left: [Room] = []
        for (count, pod) in all {
            for _ in 0..<count {
                let fitting = left.indices.filter { pod.fits(into: left[$0]) }
                if let place = fitting.max(by: { left[$0].cpu < left[$1].cpu }) {
                    left[place] = left[place].less(pod)
                } else {
                    left.append(node.less(pod))
                }
            }
        }
        return left.count
    }
}
