public import Planning
public import Specs
import Values

extension StageRules {
    /// What a spec says of the ways that its runs walk.
    public init(_ spec: MigrationSpec) {
        self.init(
            approve: spec.approve, windows: spec.windows, timeLimits: spec.timeLimits.mapValues { TimeSpan.minutes($0) }
        )
    }
}
