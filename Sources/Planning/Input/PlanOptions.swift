public import Resources

/// What the user asked of a plan beyond the spec.
public struct PlanOptions: Sendable, Hashable {
    /// Only these addresses (or what lies below them) and what they need.
    public var targets: [String]
    /// Not these addresses, nor what needs them.
    public var excludes: [String]
    public var replacements: Set<Address>
    /// Protected addresses that may be destroyed.
    public var allowDestroy: Set<Address>
    /// `address:property` whose drift is left alone; `*` at the end of the address matches the rest.
    public var ignore: [String]
    /// Walk every phase on the way, even from nothing.
    public var throughPhases: Bool
    public var rules: StageRules

    public init(
        targets: [String] = [], excludes: [String] = [], replacements: Set<Address> = [],
        allowDestroy: Set<Address> = [], ignore: [String] = [], throughPhases: Bool = false,
        rules: StageRules = StageRules()
    ) {
        self.targets = targets
        self.excludes = excludes
        self.replacements = replacements
        self.allowDestroy = allowDestroy
        self.ignore = ignore
        self.throughPhases = throughPhases
        self.rules = rules
    }

    /// Whether the plan is of the whole platform.
    public var selectsAll: Bool { targets.isEmpty && excludes.isEmpty }

    /// Whether the drift of a property is left alone.
    public func ignores(_ property: String, of resource: Address) -> Bool {
        ignore.contains { pattern in
            guard let colon = pattern.lastIndex(of: ":") else { return false }
            let address = pattern[..<colon]
            guard pattern[pattern.index(after: colon)...] == property else { return false }
            if address.hasSuffix("*") { return resource.text.hasPrefix(address.dropLast()) }
            return resource.text == address
        }
    }
}
