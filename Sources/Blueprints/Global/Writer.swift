public import Resources
public import Specs
import Values

/// Which region's database takes the platform's writes, and how often that has moved.
///
/// Each move leaves the old writer's database behind, fenced and kept, and a region gets a new one by a new copy: the
/// term in which a database was made tells it from those before.
public struct Writer: Sendable, Hashable {
    /// What is under way before the writer leaves its region.
    public enum Leaving: String, Sendable, Hashable {
        case no
        /// Every region reads at the writer, since a copy that is promoted restarts.
        case readsMoved
        /// The writer takes no writes any more, either.
        case frozen
    }

    public var region: String
    /// How often it has moved; 0 where it was built.
    public var term: Int
    /// The region that it left last; nil where it never left one.
    public var cameFrom: String?
    /// Whether the other regions have copies that follow it; those of the old writer don't follow the new one.
    public var isCopied: Bool
    public var leaving = Leaving.no

    public init(region: String, term: Int = 0, cameFrom: String? = nil, isCopied: Bool = true) {
        self.region = region
        self.term = term
        self.cameFrom = cameFrom
        self.isCopied = isCopied
    }

    /// Where a platform's writer stands that never moved.
    public static func home(of spec: Spec) -> Writer { Writer(region: spec.primaryRegion.name) }

    /// The writer in another region, once the copy there is promoted.
    public func moved(to region: String) -> Writer {
        Writer(region: region, term: term + 1, cameFrom: self.region, isCopied: false)
    }

    /// With copies in the other regions, or without.
    public func copied(_ isCopied: Bool = true) -> Writer {
        var writer = self
        writer.isCopied = isCopied
        return writer
    }

    public func with(_ leaving: Leaving) -> Writer {
        var writer = self
        writer.leaving = leaving
        return writer
    }

    /// As a spec sees it: of regions that the spec names no more, none lacks a copy.
    public func seen(from spec: Spec) -> Writer {
        guard region == spec.primaryRegion.name, let cameFrom, !spec.regions.contains(where: { $0.name == cameFrom })
        else { return self }
        return Writer(region: region, term: term, cameFrom: nil, isCopied: true)
    }

    /// What a spec wanted wherever the writer may have stood in the terms before, the latest first; where it was built, that
    /// region came first. First what each wanted in the writer's own region: a database that is no copy was the writer there.
    public func former(of spec: Spec, _ graph: (Spec, Writer) -> ResourceGraph) -> [ResourceGraph] {
        let places = (0..<term).reversed().flatMap { term in spec.regions.map { (term, $0) } }
        let graphs = places.map { term, region in
            var shape = spec
            if term == 0 { shape.regions = [region] + spec.regions.filter { $0 != region } }
            return graph(shape, Writer(region: region.name, term: term))
        }
        let own = zip(places, graphs).map { place, graph in
            ResourceGraph(graph.resources.filter { $0.address.scope == place.1.name })
        }
        return own + graphs
    }

    /// The part of addresses that a region's database has, for example `database` or `database-1`.
    public func database(in region: String) -> String {
        // The writer was made as a copy in the term before it took over.
        let made = region == self.region ? max(0, term - 1) : term
        return made == 0 ? "database" : "database-\(made)"
    }

    init?(_ value: Value?) {
        guard let region = value?.text("region"), let term = value?.number("term") else { return nil }
        self.init(
            region: region, term: term, cameFrom: value?.text("cameFrom"), isCopied: value?["copied"]?.flag != false)
    }

    /// Nil for one that never moved.
    var value: Value? {
        guard term > 0 else { return nil }
        let value: Value = [
            "region": .string(region), "term": .int(term), "cameFrom": cameFrom.map(Value.string) ?? .null,
            "copied": .bool(isCopied),
        ]
        return value.compacted
    }
}
