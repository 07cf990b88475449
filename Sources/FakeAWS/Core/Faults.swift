public import Values

/// What was broken on purpose.
public struct Faults: Sendable, Hashable {
    public enum Mode: String, Sendable, Hashable {
        /// The call is refused with the code, without effect.
        case fail
        /// The call is refused for its rate.
        case throttle
        /// The call takes effect and its answer is lost.
        case loseAnswer
    }

    /// The next calls of one operation.
    public struct CallFault: Sendable, Hashable {
        /// For example `ec2.CreateVpc`, or `*`.
        public var operation: String
        public var mode: Mode
        public var code: String
        public var remaining: Int

        public init(operation: String, mode: Mode, code: String = "InternalError", remaining: Int) {
            self.operation = operation
            self.mode = mode
            self.code = code
            self.remaining = remaining
        }
    }

    public var calls: [CallFault] = []
    /// Zones that are down, for example `ap-south-1a`.
    public var deadZones: Set<String> = []
    /// Zones in which no instance can be launched; what runs there goes on.
    public var fullZones: Set<String> = []
    /// Regions that don't answer.
    public var cutRegions: Set<String> = []

    /// Regions in which no quota leaves room for anything more.
    public var spentQuotas: Set<String> = []

    /// Images, or beginnings of their names, with which nothing that starts turns healthy; what runs already goes on.
    public var brokenImages: Set<String> = []

    /// The percentage of requests that the targets of every group made from now on answer with errors.
    public var failingReleases = 0

    /// Regions whose caches never have what is asked.
    public var deafCaches: Set<String> = []

    /// Since when no database hears anything of the one that it follows; nil while all do.
    public var replicationStalledSince: Instant?

    /// How long everything takes that takes time, in percent of what it takes as a rule.
    public var slowness = 100

    public init() {}

    /// Whether a zone takes a new instance.
    func canLaunch(in zone: String) -> Bool { !deadZones.contains(zone) && !fullZones.contains(zone) }

    func isBroken(image: String) -> Bool { brokenImages.contains { image.hasPrefix($0) } }

    mutating func take(_ operation: String) -> CallFault? {
        guard let index = calls.firstIndex(where: { $0.operation == operation || $0.operation == "*" }) else {
            return nil
        }
        let fault = calls[index]
        calls[index].remaining -= 1
        if calls[index].remaining <= 0 { calls.remove(at: index) }
        return fault
    }
}
