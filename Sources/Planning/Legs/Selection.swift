public import Resources

/// Which addresses `--target` and `--exclude` leave in.
public struct Selection {
    private let included: Set<Address>?
    private let excluded: Set<Address>
    private let targets: [String]
    private let excludes: [String]

    public init(_ options: PlanOptions, graph: ResourceGraph) {
        targets = options.targets
        excludes = options.excludes
        if options.targets.isEmpty {
            included = nil
        } else {
            // A target brings all that it needs.
            included = graph.needed(by: graph.resources.map(\.address).filter { Self.matches($0, options.targets) })
        }
        guard !options.excludes.isEmpty else {
            excluded = []
            return
        }
        // An exclusion takes all that needs it along.
        var users: [Address: [Address]] = [:]
        for resource in graph.resources {
            for target in resource.referencedAddresses { users[target, default: []].append(resource.address) }
        }
        var set: Set<Address> = []
        var open = graph.resources.filter { Self.matches($0.address, options.excludes) }.map(\.address)
        while let address = open.popLast() {
            guard set.insert(address).inserted else { continue }
            open += users[address] ?? []
        }
        excluded = set
    }

    public func includes(_ address: Address) -> Bool {
        if excluded.contains(address) || Self.matches(address, excludes) { return false }
        guard let included else { return true }
        return included.contains(address) || Self.matches(address, targets)
    }

    private static func matches(_ address: Address, _ patterns: [String]) -> Bool {
        patterns.contains { address.text == $0 || address.text.hasPrefix($0 + "/") }
    }
}
