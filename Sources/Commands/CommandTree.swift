import Terminal

/// All commands: the one grammar that parses, helps and suggests.
enum CommandTree {
    static let root = Command<Verbs.Verb>(
        "reconcile", "Moves a live platform from one shape to the next.",
        details:
            "A spec says what is wanted; reconcile compares it with what is, plans the ordered way there and walks "
            + "it. Killed at any moment, the same command goes on. Everything runs against an AWS inside the program.",
        example: "reconcile apply specs/phase0.json",
        topics: [
            .init("Every day", [validate, plan, apply, status, output, destroy]),
            .init("While a platform moves", [step, pause, resume, rollback, failover, failback, watch, unlock]),
            .init("To understand it", [show, explain, why, history, diff, graph]),
            .init("Before it is real", [policy, permissions, advise, simulate, drill, render, fmt]),
            .init("What belongs to whom", [orphans, take, accept, StateCommands.group]),
            .init("Clouds", [doctor, AWSCommands.group, FakeCommands.group]),
            .init("This program", [completion, manual, version]),
        ])

    static let spec = Parameter.word("SPEC", help: "A platform's spec, a JSON file.")

    private static let validate = Command<Verbs.Verb>(
        "validate", "Says everything that is wrong with a spec, with file, line and column.",
        example: "reconcile validate specs/phase0.json --json",
        [spec, Flags.json] + Flags.overrides + Flags.common, Validate.run)

    private static let plan = Command<Verbs.Verb>(
        "plan", "Shows the way from what is to what the spec wants, and changes nothing.",
        example: "reconcile plan specs/phase1.json --out p.plan",
        [spec, Flags.out, Flags.json, Flags.format, Flags.detailedExitcode, Flags.verbose, Flags.destroy]
            + Flags.planning + [Flags.rules, Flags.speed]
            + Flags.common, PlanVerb.run)

    private static let apply = Command<Verbs.Verb>(
        "apply", "Walks the way to what a spec wants, or a saved plan.",
        details:
            "The first Ctrl-C begins nothing new and waits for running calls; the second leaves at once. Either way "
            + "the same command goes on later.",
        example: "reconcile apply specs/phase1.json --yes",
        [
            Parameter.word("SPEC|FILE.plan", help: "A platform's spec, or a plan saved by `plan --out`."),
            Flags.json, Flags.verbose,
        ] + Flags.running + Flags.planning + [Flags.rules] + Flags.common, Apply.run)

    private static let step = Command<Verbs.Verb>(
        "step", "Walks the next step of the way alone, after showing it.",
        example: "reconcile step specs/phase2.json --stage",
        [spec, Flags.stage, Flags.json, Flags.verbose] + Flags.running + Flags.planning + Flags.common, StepVerb.run)

    private static let pause = Command<Verbs.Verb>(
        "pause", "Asks a run to begin nothing new, and keeps others from beginning.",
        details:
            "What runs is finished, gates are watched, and a stage whose gate fails is taken back. Where users can't write "
            + "just then, the run goes on until they can. State remembers it: after a kill no run begins until `resume`.",
        example: "reconcile pause --platform shop", [Flags.platform] + Flags.common, Pausing.pause)

    private static let resume = Command<Verbs.Verb>(
        "resume", "Ends a pause: the run goes on, and others may begin.",
        example: "reconcile resume --platform shop", [Flags.platform] + Flags.common, Pausing.resume)

    private static let rollback = Command<Verbs.Verb>(
        "rollback", "Takes an interrupted road between two phases back to where it began.",
        details:
            "It walks the reverse road from wherever the platform stands: requests go back to the old shape behind the "
            + "same gates, and then what was new goes. Possible until the old shape is being retired. Interrupted, the "
            + "same command goes on.",
        example: "reconcile rollback specs/phase2.json",
        [spec, Flags.backTo, Flags.json, Flags.verbose] + Flags.running + [
            Flags.allowDestroy, Flags.lost, Flags.refresh,
        ]
            + Flags.overrides + Flags.common, Rollback.run)

    private static let destroy = Command<Verbs.Verb>(
        "destroy", "Removes a platform; what holds data only by name.",
        details:
            "It asks for the platform's name, and ends by listing what it leaves: snapshots, keys and secrets that "
            + "can still be taken back, volumes that were kept.",
        example: "reconcile destroy specs/phase0.json --allow-destroy ap-south-1/instance/data-volume",
        [spec, Flags.json, Flags.verbose] + Flags.running
            + [Flags.allowDestroy, Flags.lost, Flags.target, Flags.exclude, Flags.refresh] + Flags.overrides
            + Flags.common,
        Destroy.run)

    private static let simulate = Command<Verbs.Verb>(
        "simulate", "Rehearses a road many times in virtual time, while things go wrong.",
        details:
            "The same planner, engine and provider as apply's walk the road on a fake cloud in memory. Each rehearsal "
            + "draws its faults from its seed, and ten invariants must hold in it. One that breaks an invariant is "
            + "made as small as it gets and printed as a command that repeats it.",
        example: "reconcile simulate specs/phase2.json --from specs/phase1.json --runs 200 --faults heavy",
        [
            spec, Flags.from, Flags.fromState, Flags.rehearsedFailover, Flags.rehearsedLoss, Flags.seed, Flags.runs,
            Flags.faults, Flags.rehearsedUsers, Flags.mix, Flags.load, Flags.report, Flags.keep, Flags.without,
            Flags.allowDestroy, Flags.canary, Flags.json,
        ] + Flags.overrides + Flags.common, Simulate.run)

    private static let advise = Command<Verbs.Verb>(
        "advise", "Says which phase and which sizes a number of users needs, and what saturates first.",
        details:
            "Every part of the platform is a queue; a phase holds when all of its parts do, in the busiest minute and "
            + "with a zone lost. docs/load-model.md has the model, its assumptions and where they come from.",
        example: "reconcile advise --users 60000 --mix india=0.7,us=0.3 --out grown.json",
        [
            Parameter.word("SPEC", isRequired: false, help: "Whose names, services and regions are kept."), Flags.users,
            Flags.mix, Flags.load, Flags.prices, Flags.specOut, Flags.json,
        ] + Flags.overrides + Flags.common, Advise.run)

    private static let drill = Command<Verbs.Verb>(
        "drill", "A game day: kills something on a copy of the fake cloud and measures how users fare.",
        example: "reconcile drill zone ap-south-1a",
        subcommands: [
            Command<Verbs.Verb>(
                "zone", "Takes an availability zone down.", example: "reconcile drill zone ap-south-1a --json",
                [Parameter.word("ZONE", help: "For example ap-south-1a."), Flags.json] + Flags.common, DrillVerb.zone),
            Command<Verbs.Verb>(
                "region", "Cuts a region off with all that serves in it, and moves the writer when it stood there.",
                details:
                    "With the spec of the platform the writer is moved as `failover` does it, five minutes after the loss; an "
                    + "hour later the region comes back, and five minutes after that an apply fences it.",
                example: "reconcile drill region ap-south-1 specs/phase4.json",
                [
                    Parameter.word("REGION", help: "For example us-east-1."),
                    Parameter.word("SPEC", isRequired: false, help: "The platform's spec, of phase 4."), Flags.json,
                ] + Flags.overrides + Flags.common,
                DrillVerb.region),
            Command<Verbs.Verb>(
                "database", "Ends the machine of the database that is written.", example: "reconcile drill database",
                [Flags.json] + Flags.common, DrillVerb.database),
        ])

    private static let status = Command<Verbs.Verb>(
        "status", "Shows the platforms of a state: phase, last run, what is kept, who holds the lease.",
        example: "reconcile status --json", [Flags.json] + Flags.common, Status.run)

    private static let history = Command<Verbs.Verb>(
        "history", "Lists runs, the newest first, or what one run did, step by step.",
        example: "reconcile history last",
        [
            Parameter.word("RUN", isRequired: false, help: "A run's id or its beginning, or `last`."), Flags.json,
            Flags.runReport, Flags.platform,
        ] + Flags.common, History.run)

    private static let output = Command<Verbs.Verb>(
        "output", "Says where the platform answers: URL, name servers, endpoints.",
        example: "reconcile output url --json",
        [
            Parameter.word("NAME", isRequired: false, help: "One output; without it all."), Flags.json, Flags.platform,
        ] + Flags.common, OutputVerb.run)

    private static let show = Command<Verbs.Verb>(
        "show", "Shows what the state knows of a resource, or what a saved plan holds.",
        example: "reconcile show ap-south-1/network/vpc",
        [
            Parameter.word("ADDRESS|FILE.plan", help: "A resource's address, or a plan saved by `plan --out`."),
            Flags.json, Flags.verbose, Flags.platform,
        ] + Flags.common, Show.run)

    private static let unlock = Command<Verbs.Verb>(
        "unlock", "Takes the lease from a run that can't give it back; its next record is refused.",
        example: "reconcile unlock --yes", [Flags.yes] + Flags.common, Unlock.run)

    private static let doctor = Command<Verbs.Verb>(
        "doctor", "Says who you are to AWS, and why: credentials, region, endpoint, clock, quotas.",
        details: "It lists the places where credentials can come from in their order, with why each won or lost, and "
            + "asks AWS for the account, and for the quotas that a platform can meet in the region. It exits with 1 when "
            + "runs could not reach AWS as things are.",
        example: "reconcile doctor --profile work",
        [Flags.json, Flags.profile, Flags.askedRegion] + Flags.common,
        Doctor.run)

    private static let version = Command<Verbs.Verb>(
        "version", "Says which version this is.", example: "reconcile version --json",
        [Flags.json] + Flags.common, Version.run)
}
