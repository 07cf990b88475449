import Blueprints
import Resources
import Specs
import Synchronization

/// Blueprints by spec and phase, made once for all rehearsals of a scene.
final class GraphShelf: Sendable {
    private let graphs = Mutex<[Spec: [Int: ResourceGraph]]>([:])

    func graph(_ spec: Spec, _ phase: Int) -> ResourceGraph {
        if let known = graphs.withLock({ $0[spec]?[phase] }) { return known }
        let graph = Blueprint.graph(for: spec, phase: phase)
        graphs.withLock { $0[spec, default: [:]][phase] = graph }
        return graph
    }
}
