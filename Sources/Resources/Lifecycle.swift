/// How a resource may end.
public struct Lifecycle: Hashable, Sendable {
    /// A delete or replacement needs the user's word for this very address.
    public var isProtected: Bool
    /// A replacement is made before the old one goes.
    public var createsBeforeDestroy: Bool
    /// Holds data: when it leaves the graph it is kept (snapshot, out of every plan), not deleted.
    public var isKept: Bool
    /// Users' traffic reaches the new shape by it: made on a road, it is made in the shift, not before.
    public var shiftsTraffic: Bool
    /// When traffic moves by several resources, those of a lower rank move first.
    public var shiftRank: Int
    /// A change of it starts services anew: on a road that is a stage of its own, with a gate.
    public var restartsServices: Bool

    public init(
        isProtected: Bool = false, createsBeforeDestroy: Bool = false, isKept: Bool = false,
        shiftsTraffic: Bool = false,
        shiftRank: Int = 0, restartsServices: Bool = false
    ) {
        self.isProtected = isProtected
        self.createsBeforeDestroy = createsBeforeDestroy
        self.isKept = isKept
        self.shiftsTraffic = shiftsTraffic
        self.shiftRank = shiftRank
        self.restartsServices = restartsServices
    }
}
