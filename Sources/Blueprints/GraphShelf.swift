public import Resources
public import Specs
import Synchronization

/// Graphs by spec and phase, made once for all who ask: each of them is pure, and a plan asks for the same few again and
/// again.
public final class GraphShelf: Sendable {
    private struct Shape: Hashable {
        let phase: Int
        let writer: Writer?
    }

    private let graphs = Mutex<[Spec: [Shape: ResourceGraph]]>([:])

    public init() {}

    public func graph(_ spec: Spec, _ phase: Int, writer: Writer? = nil) -> ResourceGraph {
        let shape = Shape(phase: phase, writer: writer)
        if let known = graphs.withLock({ $0[spec]?[shape] }) { return known }
        let graph = Blueprint.graph(for: spec, phase: phase, writer: writer)
        graphs.withLock { $0[spec, default: [:]][shape] = graph }
        return graph
    }
}
