public import Planning

/// Whether a platform in the middle of a road may be led elsewhere than the interrupted run leads it.
public enum Course: Sendable, Hashable {
    /// It leads where the interrupted run does; a spec that differs otherwise simply converges.
    case goesOn
    /// Elsewhere, which is safe but not what was begun; the text says what would happen.
    case mayChange(String)
    /// What was shifted or retired can't be left behind; the text says why.
    case mustFinish(String)

    public static func of(_ road: OpenRoad, to phase: Int) -> Course {
        if phase == road.leadsTo { return .goesOn }
        let leadsOn = road.to > road.from ? phase >= road.to : phase <= road.to
        if leadsOn {
            return .mayChange(
                phase == road.to
                    ? "the road \(road.name) is walked to its end with this spec, and no further"
                    : "the road \(road.name) is walked to its end with this spec, and then the way to phase \(phase)")
        }
        guard road.furthest >= .shift else {
            return .mayChange("what the road \(road.name) has prepared is taken away; nothing old has changed yet")
        }
        return .mustFinish(
            road.furthest >= .retire
                ? "the old shape is being retired: there is no way back before the road's end"
                : "users' traffic has been shifted: the way back begins at the road's end")
    }
}
