/// All roads between neighbouring phases.
enum Roads {
    static let all = [
        InstanceToFleet.up, InstanceToFleet.down, FleetToCluster.up, FleetToCluster.down, ClusterToCached.up,
        ClusterToCached.down, OneToTwoRegions.up, OneToTwoRegions.down,
    ]

    /// The roads from one phase to another, in order; none when they are the same.
    static func between(_ from: Int, _ to: Int) -> [Road] {
        let steps =
            from <= to ? Array(from..<to).map { ($0, $0 + 1) } : Array((to..<from).reversed()).map { ($0 + 1, $0) }
        return steps.compactMap { pair in all.first { $0.from == pair.0 && $0.to == pair.1 } }
    }
}
