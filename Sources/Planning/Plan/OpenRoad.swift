/// A road between two phases that a run began and no run has walked to its end.
public struct OpenRoad: Sendable, Hashable {
    /// For example `1-2`.
    public let name: String
    public let from: Int
    public let to: Int
    /// The furthest stage that began.
    public let furthest: Stage.Role
    /// The last run that walked it.
    public let run: String
    /// The phase that this run leads to.
    public let leadsTo: Int
    /// The run takes back another road, of which this is the reverse.
    public let takesBack: Bool
    /// The command line that goes on with it; empty when unknown.
    public let command: String

    /// Nil when `name` is no road's.
    public init?(
        name: String, furthest: Stage.Role, run: String, leadsTo: Int?, takesBack: Bool = false, command: String
    ) {
        guard let (from, to) = Self.phases(of: name) else { return nil }
        self.name = name
        self.from = from
        self.to = to
        self.furthest = furthest
        self.run = run
        self.leadsTo = leadsTo ?? to
        self.takesBack = takesBack && self.leadsTo == to
        self.command = command
    }

    /// The phases that a stage's road leads between; nil for a stage that is on no road.
    public static func ends(of stage: Stage) -> (from: Int, to: Int)? { phases(of: stage.road) }

    private static func phases(of road: String) -> (Int, Int)? {
        let numbers = road.split(separator: "-").compactMap { Int($0) }
        return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
    }
}
