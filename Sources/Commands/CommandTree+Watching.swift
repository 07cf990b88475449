import Terminal

/// Commands that go on until they are told to end.
extension CommandTree {
    static let watch = Command<Verbs.Verb>(
        "watch", "Looks at a platform again and again, tells what drifted and, if asked, brings it back.",
        details:
            "Each cycle begins from what the cloud says. A spec that changes is read again; one that breaks is told, and "
            + "the last good one stays. After failures the pause grows up to sixteenfold. SIGTERM and Ctrl-C end it "
            + "cleanly with 0; a run under way finishes its calls first. The interval is in the cloud's time.",
        example: "reconcile watch specs/phase1.json --interval 60s --apply",
        [
            spec,
            Parameter.option(
                "interval", .duration("TIME"), help: "From cycle to cycle, for example 30s, 5m or 1h. Standard: 60s."),
            Parameter.flag("apply", help: "Applies what differs, without a question."),
            Parameter.option("cycles", .integer("N", in: 1...1_000_000_000), help: "Ends after so many cycles."),
            Flags.watchListen, Flags.json, Flags.allowDestroy, Flags.parallelism, Flags.lockTimeout, Flags.speed,
        ] + Flags.overrides + Flags.common, Watch.run)
}
