public import Resources
public import Specs
import Synchronization

/// Graphs by spec and phase, made once for all who ask: each of them is pure, and a plan asks for the same few again and
/// again.
public final class GraphShelf: Sendable {
    private let graphs = Mutex<[Spec: [Int: ResourceGraph]]>([:])

    public init() {}

    public func graph(_ spec: Spec, _ phase: Int) -> ResourceGraph {
        if let known = graphs.withLock({ $0[spec]?[phase] }) { return known }
        let graph = Blueprint.graph(for: spec, phase: phase)
        graphs.withLock { $0[spec, default: [:]][phase] = graph }
        return graph
    }
}
