/// The whole stack once more in a second region.
enum OneToTwoRegions {
    static let up = Road(
        from: 3, to: 4,
        purpose: "If the region goes, all goes.",
        undoShift: "The first region still serves: remove the second one's latency record.", warnings: [])
    static let down = Road(
        from: 4, to: 3,
        purpose: "One region is enough again.",
        undoShift: "The second region still serves: put its latency record back.",
        warnings: ["After this the platform has one region again: losing it loses all."])
}
