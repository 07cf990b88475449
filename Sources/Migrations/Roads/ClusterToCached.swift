/// A cache beside the services and a CDN in front of all.
enum ClusterToCached {
    static let up = Road(
        from: 2, to: 3,
        purpose: "The one database drowns in reads, and users far away wait.",
        undoShift: "The load balancer still answers: point the domain back to it.", warnings: [])
    static let down = Road(
        from: 3, to: 2,
        purpose: "Cache and CDN cost more than they save.",
        undoShift: "The distribution still answers: point the domain back to it.", warnings: [])
}
