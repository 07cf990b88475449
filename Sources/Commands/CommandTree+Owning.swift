import Terminal

/// Commands about what is ours.
extension CommandTree {
    static let orphans = Command<Verbs.Verb>(
        "orphans", "Lists what is ours in the cloud and what its spec does not want: kept, forgotten, left over.",
        details: "It changes nothing. With --detailed-exitcode it exits with 2 when there is something.",
        example: "reconcile orphans specs/phase1.json",
        [spec, Flags.json, Flags.detailedExitcode, Flags.speed] + Flags.overrides + Flags.common, Orphans.run)

    static let take = Command<Verbs.Verb>(
        "import", "Makes what exists the platform's, instead of making it anew.",
        details:
            "It writes the identity of ADDRESS as tags on the object, and the next apply adopts it and changes what "
            + "differs. What is another platform's is refused, and so is what the spec would make anew: another name "
            + "than it gives, another domain of a zone or certificate. What has no tags (a route, an alias, a policy of "
            + "CloudFront) needs no import: apply finds it where the spec has it.",
        example: "reconcile import ap-south-1/network/vpc vpc-0123456789abcdef0 specs/phase1.json",
        [
            Parameter.word("ADDRESS", help: "The address that it is to have."),
            Parameter.word("ID", help: "AWS's id of it."), spec, Flags.yes, Flags.lockTimeout, Flags.speed,
        ] + Flags.overrides + Flags.common, Import.run)

    static let accept = Command<Verbs.Verb>(
        "accept", "Takes over what others made of a resource, and shows what the spec must say for it.",
        details: "Each value is tried in the spec, so what is shown gives what is there; what no value gives goes to "
            + "`ignore`. With --write the spec is changed, too.",
        example: "reconcile accept ap-south-1/registry/a specs/phase0.json",
        [
            Parameter.word("ADDRESS", help: "A resource's address."), spec,
            Parameter.flag("write", help: "Changes the spec's file, too; it is laid out as by `fmt`."), Flags.yes,
            Flags.lockTimeout, Flags.speed,
        ] + Flags.overrides + Flags.common, Accept.run)
}
