public import CloudCalls
public import Resources

/// What an observation may go without: lists of kinds of which neither the spec nor state has anything.
///
/// An account may forbid services that its platforms don't use, and a service may be down that this platform does
/// without. What such a list hides can only be what a higher phase made; so it is not gone without as soon as anything
/// of a higher phase is seen.
public struct Dispensable: Sendable {
    private let needed: Set<Kind>
    private let phase: Int
    private let tell: @Sendable (Kind, _ region: String, AWSError) -> Void

    /// - Parameters:
    ///   - phase: the spec's.
    ///   - needed: the kinds of what the spec wants and of what state knows.
    ///   - tell: told of each list that is gone without.
    public init(
        phase: Int, needed: Set<Kind>, tell: @escaping @Sendable (Kind, _ region: String, AWSError) -> Void
    ) {
        self.phase = phase
        self.needed = needed
        self.tell = tell
    }

    func mayLack(_ kind: Kind) -> Bool { !needed.contains(kind) }

    /// - Throws: the first of the errors when something of a higher phase was seen.
    func judge(
        _ lacking: [(kind: Kind, region: String, error: AWSError)], _ observed: [ResourceObservation]
    ) throws(AWSError) {
        guard let first = lacking.first else { return }
        guard !observed.contains(where: { ($0.phase ?? 0) > phase }) else { throw first.error }
        for one in lacking { tell(one.kind, one.region, one.error) }
    }
}
