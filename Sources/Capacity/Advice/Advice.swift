public import Specs

/// Which phase and which sizes a load needs.
public struct Advice: Sendable {
    public let load: LoadModel
    /// Phase 0 to 4.
    public let alternatives: [Alternative]

    /// - Parameter base: a platform whose names, services and regions are kept.
    public init(_ base: Spec, _ load: LoadModel) {
        self.load = load
        alternatives = (0...4).map { Sizing(base: base, load: load).alternative($0) }
    }

    /// The first phase that holds, with its smallest sizes: a phase is entered no earlier than it must.
    public var best: Alternative? { alternatives.first(where: \.holds) }

    /// A later phase that needs less than half of the machines; what its cache and CDN cost by use is not in that.
    public var leaner: Alternative? {
        guard let best else { return nil }
        return alternatives.first { $0.holds && $0.phase > best.phase && $0.cores * 2 < best.cores }
    }

    /// What a phase is entered to cure, and what it can't, as the journey has it.
    public static func bottleneck(of phase: Int) -> String {
        switch phase {
        case 0: "one machine: no spike can be followed, and services and database fight for it"
        case 1: "the monolith scales as a whole, and each release risks all of it"
        case 2: "the one database drowns in reads, and users far away wait"
        case 3: "one region: if it goes, all goes"
        default: "writes still have one home"
        }
    }

    public static func cure(of phase: Int) -> String {
        switch phase {
        case 0: "phase 1: instances behind a load balancer, and a database of its own"
        case 1: "phase 2: services that are sized and released apart"
        case 2: "phase 3: a cache in front of the database, a CDN in front of everything"
        case 3: "phase 4: a second region with a replica to read from"
        default: "no phase of this tool: split what is written by user or by region"
        }
    }
}
