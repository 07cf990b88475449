import Terminal

/// Commands that look and explain, and change nothing but files that the user names.
extension CommandTree {
    static let diff = Command<Verbs.Verb>(
        "diff", "Shows what two specs want differently, in the spec and in what is built.",
        details: "It reads only the two files. What would have to be done is `plan`'s to say.",
        example: "reconcile diff specs/phase0.json specs/phase1.json",
        [
            Parameter.word("OLD", help: "A platform's spec."), Parameter.word("NEW", help: "Another one, or a later."),
            Flags.json, Flags.detailedExitcode,
        ] + Flags.common, Diff.run)

    static let fmt = Command<Verbs.Verb>(
        "fmt", "Lays a spec out: two spaces a level, a member a line, everything in its order.",
        details: "The path of a file that was laid out otherwise is printed.",
        example: "reconcile fmt specs/phase0.json --check",
        [spec, Parameter.flag("check", help: "Changes nothing, and exits with 1 for what is laid out otherwise.")]
            + Flags.common, Format.run)

    static let render = Command<Verbs.Verb>(
        "render", "Writes what a spec brings to machines and clusters: boot scripts, Compose files, manifests.",
        details:
            "With a GitOps repository in the spec, the folder `repository` has what Argo CD takes from there. What is "
            + "known only after an apply stands as ${ADDRESS#ATTRIBUTE}; no secret is ever in it.",
        example: "reconcile render specs/phase2.json --out rendered",
        [spec, Parameter.option("out", .text("FOLDER"), help: "Where the files go; it is made if need be.")]
            + Flags.overrides + Flags.common, Render.run)

    static let graph = Command<Verbs.Verb>(
        "graph", "Draws what a spec wants: who is where, and who needs whom.",
        details:
            "dot (for Graphviz) and html show every resource, mermaid and svg the areas of each region. The html page is "
            + "one file that loads nothing: click, search, dark and light.",
        example: "reconcile graph specs/phase4.json --format html --out shop.html",
        [
            spec,
            Parameter.option(
                "format", .oneOf(["dot", "mermaid", "svg", "html"]), help: "The language of the drawing. Standard: dot."
            ),
            Flags.exportOut,
        ] + Flags.overrides + Flags.common, GraphVerb.run)

    static let explain = Command<Verbs.Verb>(
        "explain", "Says why a resource exists: phase, lines of the spec, who uses it.",
        details:
            "It leaves out or changes each part of the spec in turn and looks what becomes of the resource, so it says "
            + "what is so, not what was written down about it.",
        example: "reconcile explain ap-south-1/database/instance specs/phase1.json",
        [Parameter.word("ADDRESS", help: "A resource's address."), spec, Flags.json, Flags.prices]
            + Flags.overrides + Flags.common, Explain.run)

    static let why = Command<Verbs.Verb>(
        "why", "Says what a step waits for, since when, and what would let it go on.",
        example: "reconcile why ap-south-1/cluster/nodes specs/phase2.json",
        [
            Parameter.word("STEP|ADDRESS", help: "A step of the plan, or a resource's address."),
            Parameter.word(
                "SPEC", isRequired: false, help: "A platform's spec. Standard: that of the last run's command."),
            Flags.json, Flags.platform, Flags.speed,
        ] + Flags.overrides + Flags.common, Why.run)

    static let policy = Command<Verbs.Verb>(
        "policy", "Holds the built-in rules against what a spec wants: public data, encryption, zones, backups, cost.",
        details:
            "The spec may let findings be under policy.waivers, each with a reason and a last day, and name the regions "
            + "that may be used under policy.regions. It exits with 1 for errors that are not let be. Rules of your own are "
            + "held against the plan that makes the platform from nothing; `plan --rules` holds them against what is to "
            + "be done now.",
        example: "reconcile policy specs/phase1.json --sarif",
        [
            spec, Flags.json, Parameter.flag("sarif", help: "The result as SARIF 2.1.0, for code scanning."),
            Parameter.option(
                "fail-on", .oneOf(["error", "warning"]), help: "What makes it exit with 1. Standard: error."),
            Flags.rules, Flags.prices,
        ] + Flags.overrides + Flags.common, PolicyVerb.run)

    static let permissions = Command<Verbs.Verb>(
        "iam-policy", "Prints the least IAM policy under which a spec's plan is made, or made and applied.",
        details:
            "It is derived from what the kinds declare that they call; the provider refuses them anything else. The "
            + "plan is made for it, so what is there already counts.",
        example: "reconcile iam-policy specs/phase1.json --plan",
        [
            spec, Parameter.flag("plan", help: "Only what `plan` needs; nothing is looked at for it."),
            Parameter.flag("apply", help: "What `apply` needs for the plan of now (standard)."),
            Parameter.flag("destroy", help: "What `destroy` needs instead."),
            Parameter.option(
                "split", .text("PREFIX"),
                help: "Writes PREFIX-1.json and so on, each short enough for a managed policy of IAM."), Flags.speed,
        ] + Flags.planning + Flags.common, PermissionVerb.run)

    static let completion = Command<Verbs.Verb>(
        "completion", "Writes what makes a shell complete commands, options, addresses, regions and services.",
        details:
            "bash: eval \"$(reconcile completion bash)\". zsh: the same with zsh, behind compinit. fish: reconcile "
            + "completion fish | source. Addresses come from the state and from the spec on the line.",
        example: "reconcile completion bash",
        [Parameter.word("SHELL", help: "bash, zsh or fish.")] + Flags.common, CompletionVerb.run)

    static let manual = Command<Verbs.Verb>(
        "manual", "Writes manual pages and the reference of all commands.",
        details: "The pages go to FOLDER/man1; man -M FOLDER reconcile-plan shows one.",
        example: "reconcile manual --out docs/reference",
        [Parameter.option("out", .text("FOLDER"), help: "Where the files go; it is made if need be.")] + Flags.common,
        ManualVerb.run)
}
