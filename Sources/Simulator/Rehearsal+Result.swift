public import Values

extension Rehearsal {
    /// How a journey went.
    public struct Result: Sendable, Hashable {
        public var breaches: [Breach] = []
        public var inventory: Inventory
        /// Those of each spec's last life.
        public var extents: [Extent] = []
        public var lives = 0
        /// A line for each life, for whoever looks for the cause.
        public var trace: [String] = []
        /// The target was reached while things still went wrong.
        public var isReached = false
        /// A gate failed, and its stage was taken back.
        public var isRolledBack = false
        /// The stages whose gates failed, in order.
        public var failedGates: [String] = []
        /// What kind of thing stopped it first, and what exactly; empty for nothing.
        public var firstStop = ""
        public var firstStopDetail = ""
        /// How many things went wrong in it.
        public var mishaps = 0
        /// Of all legs.
        public var duration = TimeSpan.zero
        public var answered = 0
        public var failed = 0
        /// Of the failed ones, those that came while a machine's services started anew, in a window that the plan stated.
        public var restarting = 0
        public var unavailable = TimeSpan.zero
        /// Writes that frozen databases refused; they are in no other count.
        public var refusedWrites = 0
        /// Acknowledged rows that the platform does not have at the end, since a region was lost with them.
        public var lostRows = 0
        /// All calls of all lives.
        public var allCalls = 0

        /// Nothing was rehearsed, since the platform does not bear the load as it is.
        static func overloaded(_ load: Load, _ failed: Int, of asked: Int) -> Result {
            var result = Result(inventory: .none)
            let share = (failed * 100 + asked - 1) / max(1, asked)
            result.breaches = [
                Breach(
                    .quietIsSilent,
                    "Before anything changes \(share) % of \(load.requestsPerSecond) requests a second fail, grown as far as "
                        + "its sizes let it: `reconcile advise` says which sizes bear them.")
            ]
            return result
        }

        /// What broke an invariant, in words; empty when all held.
        public var problems: [String] { breaches.map(\.text) }
    }
}
