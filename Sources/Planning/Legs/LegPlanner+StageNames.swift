extension LegPlanner {
    /// The stages that a leg's steps go to.
    public struct StageNames: Sendable, Hashable {
        public var prepare: String
        public var shift: String
        public var retire: String

        public init(prepare: String, shift: String, retire: String) {
            self.prepare = prepare
            self.shift = shift
            self.retire = retire
        }

        /// All steps go to one stage.
        public init(only stage: String) { self.init(prepare: stage, shift: stage, retire: stage) }
    }
}
