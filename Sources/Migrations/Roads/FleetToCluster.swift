/// From a fleet to a cluster in which each service scales by itself.
enum FleetToCluster {
    static let up = Road(
        from: 1, to: 2,
        purpose: "The monolith scales as a whole: one busy service makes all others cost more.",
        undoShift: "The fleet still runs: the listener's rule forwards to it again.", warnings: [])
    static let down = Road(
        from: 2, to: 1,
        purpose: "The services no longer need to scale apart.",
        undoShift: "The cluster still runs: the listener's rule forwards to it again.", warnings: [])
}
