import Terminal

/// Commands that move the writer between regions.
extension CommandTree {
    static let failover = Command<Verbs.Verb>(
        "failover", "Has another region's database take the writes.",
        details:
            "The copy there is promoted, the services of every region that answers are led to it, and the old writer is "
            + "fenced: nobody gets in, and its data is kept. Users' requests need nothing: health checks lead them. It says "
            + "what may be lost before it asks. When the old region did not answer, the same command fences it later. "
            + "Interrupted, the same command goes on; apply never undoes it.",
        example: "reconcile failover specs/phase4.json --to us-east-1 --planned",
        [spec, Flags.to, Flags.planned, Flags.acceptUnknownLoss, Flags.json, Flags.verbose] + Flags.running
            + Flags.overrides + Flags.common, FailoverVerb.over)

    static let failback = Command<Verbs.Verb>(
        "failback", "Brings the writer home to the spec's first region.",
        details:
            "A promoted copy never follows again, so home gets a new copy of the writer first. When that has caught up, "
            + "writes are frozen until it has them all, and it is promoted: no write is lost. The region that the writer "
            + "leaves gets a new copy, too. Databases that were left are kept.",
        example: "reconcile failback specs/phase4.json",
        [spec, Flags.json, Flags.verbose] + Flags.running + Flags.overrides + Flags.common, FailoverVerb.back)
}
