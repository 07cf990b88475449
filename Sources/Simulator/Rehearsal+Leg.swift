public import Specs

extension Rehearsal {
    /// One part of a journey.
    public struct Leg: Sendable, Hashable {
        public var spec: Spec
        /// How the writer is moved; nil where the spec is to be reached.
        public var move: Move?
        /// A region that does not answer as long as this lasts: given up where the spec is to be reached, else the one that
        /// the writer leaves.
        public var lost: String?

        public init(_ spec: Spec, _ move: Move? = nil, lost: String? = nil) {
            self.spec = spec
            self.move = move
            self.lost = lost
        }

        /// The spec's regions that can be reached.
        var regions: [String] { spec.regions.map(\.name).filter { $0 != lost } }

        /// The regions that don't answer.
        var dark: Set<String> { Set([lost].compactMap { $0 }) }

        /// Commands behind which nothing may be left to do: what moved the writer, and an apply, which must not undo it. An
        /// apply needs all of the spec's regions.
        var settled: [Leg] {
            guard move != nil else { return [self] }
            return lost == nil ? [self, Leg(spec)] : [self]
        }
    }

    /// A leg of a journey that moves the writer instead of changing the platform.
    public enum Move: Sendable, Hashable {
        /// To a region, with writes frozen first.
        case failover(String)
        /// To a region, without.
        case takeOver(String)
        case failback
    }
}
