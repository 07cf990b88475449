import Terminal

/// `reconcile fake`.
enum FakeCommands {
    static let group = Command<Verbs.Verb>(
        "fake", "Looks at the fake cloud, changes it by hand and breaks it.", example: "reconcile fake list",
        subcommands: [serve, list, get, set, delete, quota, load, traffic, rows, faults, mend])

    private static let id = Parameter.word(
        "ID", help: "The id or name that AWS gives it, or its address; see `fake list`.")

    private static let serve = Command<Verbs.Verb>(
        "serve", "Answers to any client of AWS, on this machine only, until it is stopped.",
        details:
            "It takes the key pair of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or prints one of its own, and checks "
            + "every signature. `/` shows what is in the cloud and what was called.",
        example: "reconcile fake serve --listen 127.0.0.1:4566 --speed 100",
        [Flags.listen, Flags.serveSpeed] + Flags.common, FakeServe.run)

    private static let list = Command<Verbs.Verb>(
        "list", "Lists what the fake cloud holds, in the order of its creation.", example: "reconcile fake list --json",
        [Flags.json, Flags.all] + Flags.common, FakeList.run)

    private static let get = Command<Verbs.Verb>(
        "get", "Shows one thing with its attributes as JSON.", example: "reconcile fake get shop/a",
        [id, Flags.region, Flags.json] + Flags.common, FakeEdits.get)

    private static let set = Command<Verbs.Verb>(
        "set", "Changes an attribute by its path, as somebody at the console would: drift.",
        example: "reconcile fake set shop/a tags.team=payments",
        [
            id,
            Parameter.word(
                "NAME=VALUE", help: "An attribute's path and its value, `tags.KEY=TEXT` or `status=TEXT`."),
            Flags.region,
        ] + Flags.common, FakeEdits.set)

    private static let quota = Command<Verbs.Verb>(
        "quota", "Shows what the account allows in a region, or allows more or less of something.",
        details: "Over the wire Service Quotas takes RequestServiceQuotaIncrease, and grants it after two minutes.",
        example: "reconcile fake quota ap-south-1 L-0263D0A3 20",
        [
            Parameter.word("REGION", help: "For example ap-south-1."),
            Parameter.word("CODE", isRequired: false, help: "The quota's code, as Service Quotas names it."),
            Parameter.word("VALUE", isRequired: false, help: "What is allowed from now on."),
        ] + Flags.common, FakeQuotas.run)

    private static let load = Command<Verbs.Verb>(
        "load", "Says how many requests people make in a second, and by a spec, of which service.",
        example: "reconcile fake load 200 specs/phase2.json",
        [
            Parameter.word("REQUESTS", help: "Requests in a second, all regions together; 20 without this command."),
            Parameter.word("SPEC", isRequired: false, help: "Shares them among the spec's services by weight."),
            Flags.tiring, Flags.mix,
        ] + Flags.common, FakeLoad.run)

    private static let traffic = Command<Verbs.Verb>(
        "traffic", "Shows how many requests were answered since the cloud began, and how many failed.",
        example: "reconcile fake traffic --json", [Flags.json] + Flags.common, FakeTraffic.run)

    private static let rows = Command<Verbs.Verb>(
        "rows", "Shows what people wrote into each database, and what of all that it lacks.",
        details:
            "ACKNOWLEDGED are the rows that it took itself, MISSING those that another has acknowledged and it does not have, "
            + "REFUSED the writes that came while it was frozen; those are in no count of failed requests.",
        example: "reconcile fake rows --json", [Flags.json] + Flags.common, FakeRows.run)

    private static let delete = Command<Verbs.Verb>(
        "delete", "Takes something away, as somebody at the console would.", example: "reconcile fake delete shop/a",
        [id, Flags.region] + Flags.common, FakeEdits.delete)

    private static let faults = Command<Verbs.Verb>(
        "break", "Breaks something, until it is mended.", example: "reconcile fake break zone ap-south-1a",
        subcommands: [
            Command<Verbs.Verb>(
                "zone", "Takes an availability zone down.", example: "reconcile fake break zone ap-south-1a",
                [Parameter.word("ZONE", help: "For example ap-south-1a.")] + Flags.common, FakeFaults.zone),
            Command<Verbs.Verb>(
                "capacity", "Has a zone, or all of a region, launch no instance; what runs there goes on.",
                example: "reconcile fake break capacity ap-south-1a",
                [Parameter.word("ZONE", help: "For example ap-south-1a, or a region.")] + Flags.common,
                FakeFaults.capacity),
            Command<Verbs.Verb>(
                "image", "Has nothing that starts with an image turn healthy; what runs already goes on.",
                example: "reconcile fake break image public.ecr.aws/nginx/nginx:1.30",
                [Parameter.word("IMAGE", help: "An image, or the beginning of its name.")] + Flags.common,
                FakeFaults.image),
            Command<Verbs.Verb>(
                "region", "Cuts a region off: its calls get no answer.",
                example: "reconcile fake break region us-east-1",
                [Parameter.word("REGION", help: "For example us-east-1.")] + Flags.common, FakeFaults.region),
            Command<Verbs.Verb>(
                "cache", "Has the caches of a region never have what they are asked.",
                example: "reconcile fake break cache ap-south-1",
                [Parameter.word("REGION", help: "For example ap-south-1.")] + Flags.common, FakeFaults.cache),
            Command<Verbs.Verb>(
                "replication", "Has databases hear nothing of those that they follow: their lag grows.",
                example: "reconcile fake break replication", Flags.common, FakeFaults.replication),
            Command<Verbs.Verb>(
                "targets", "Has the targets of a load balancer's group answer requests with errors: a bad release.",
                example: "reconcile fake break targets shop-aps1-cluster --percent 20",
                [Parameter.word("NAME", help: "The target group's name."), Flags.share] + Flags.common,
                FakeFaults.targets),
            Command<Verbs.Verb>(
                "call", "Breaks the next calls of one operation.",
                details:
                    "fail refuses them, throttle refuses them for their rate, loseAnswer lets them take effect and "
                    + "loses the answer.",
                example: "reconcile fake break call ec2.CreateVpc fail --times 3",
                [
                    Parameter.word("OPERATION", help: "SERVICE.OPERATION, or * for every call."),
                    Parameter.word("MODE", help: "fail, throttle or loseAnswer."), Flags.times, Flags.code,
                ] + Flags.common, FakeFaults.call),
        ])

    private static let mend = Command<Verbs.Verb>(
        "mend", "Mends everything that was broken.", example: "reconcile fake mend", Flags.common, FakeFaults.mend)
}
