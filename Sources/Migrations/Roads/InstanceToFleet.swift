/// From one instance to a fleet behind a load balancer, with a managed database.
enum InstanceToFleet {
    static let up = Road(
        from: 0, to: 1,
        purpose: "One instance is a single point of failure and can't follow a spike.",
        undoShift: "The instance still runs: point the name back to its address.",
        warnings: [
            "THE DATABASE'S ROWS ARE NOT COPIED on the road 0-1 by this version: RDS begins empty, and the old data "
                + "volume is kept."
        ])
    static let down = Road(
        from: 1, to: 0,
        purpose: "One instance is enough again.",
        undoShift: "The fleet still runs: point the name back to the load balancer.",
        warnings: [
            "THE DATABASE'S ROWS ARE NOT COPIED on the road 1-0 by this version: the instance's PostgreSQL begins "
                + "empty, and the RDS instance is kept."
        ])
}
