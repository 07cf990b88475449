/// What `policy` is to hold against the platform beyond its built-in rules, and what it is to let pass.
public struct PolicySpec: Hashable, Sendable {
    /// A finding that somebody has looked at and lets be, for a while.
    public struct Waiver: Hashable, Sendable {
        /// The finding's code, for example `policy.noBackup`.
        public var code: String
        /// The resource's address; `*` at its end matches the rest.
        public var address: String
        public var reason: String
        /// The last day on which it holds, for example `2026-12-31`.
        public var until: String

        public init(code: String, address: String, reason: String, until: String) {
            self.code = code
            self.address = address
            self.reason = reason
            self.until = until
        }
    }

    /// The only regions that may be used; empty for all.
    public var regions: [String]
    public var waivers: [Waiver]

    public init(regions: [String] = [], waivers: [Waiver] = []) {
        self.regions = regions
        self.waivers = waivers
    }

    public var isEmpty: Bool { regions.isEmpty && waivers.isEmpty }
}
