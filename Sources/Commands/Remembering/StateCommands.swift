import Terminal

/// `reconcile state`.
enum StateCommands {
    static let group = Command<Verbs.Verb>(
        "state", "Looks into the state and changes what it remembers.",
        details: "The state is our memory only: the cloud keeps what it has, and the next plan looks at it again.",
        example: "reconcile state list", subcommands: [list, remove, move, export, take])

    private static let address = Parameter.word("ADDRESS", help: "A resource's address.")

    private static let list = Command<Verbs.Verb>(
        "list", "Lists what the state knows, by address.", example: "reconcile state list --json",
        [Flags.json, Flags.platform] + Flags.common, StateList.run)

    private static let remove = Command<Verbs.Verb>(
        "rm", "Forgets a resource; it stays in the cloud, and the next apply adopts it.",
        example: "reconcile state rm ap-south-1/network/vpc",
        [address, Flags.platform, Flags.lockTimeout] + Flags.common, StateRemove.run)

    private static let move = Command<Verbs.Verb>(
        "mv", "Gives a resource another address, in the state and in its tags.",
        details: "For a service or a region that was renamed in the spec: the resource is kept instead of being made "
            + "anew. Kinds whose identity is not their tags keep their old name until they are replaced.",
        example: "reconcile state mv ap-south-1/registry/a ap-south-1/registry/web",
        [
            Parameter.word("FROM", help: "The address now."), Parameter.word("TO", help: "The address to be."),
            Flags.platform, Flags.lockTimeout, Flags.speed,
        ] + Flags.common, StateMove.run)

    private static let export = Command<Verbs.Verb>(
        "export", "Writes what the state knows of a platform as JSON.",
        example: "reconcile state export --out shop.state.json",
        [Flags.exportOut, Flags.platform] + Flags.common, StateExport.run)

    private static let take = Command<Verbs.Verb>(
        "import", "Takes over what `state export` wrote; an older copy than what is there is refused.",
        example: "reconcile state import shop.state.json",
        [Parameter.word("FILE", help: "A file of `state export`."), Flags.yes, Flags.lockTimeout] + Flags.common,
        StateImport.run)
}
