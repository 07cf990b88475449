import Simulator
import Terminal

/// Every option and flag of the program, described once; commands name those that they take.
enum Flags {
    // Where things are.
    static let state = Parameter.option(
        "state", .text("PATH"), isCommon: true, help: "The state file. Standard: state/reconcile.db.")
    static let cloud = Parameter.option(
        "cloud", .text("FILE"), isCommon: true,
        help: "The fake cloud's file. Standard: the state's path, with .cloud.db at its end.")
    static let provider = Parameter.option(
        "provider", .oneOf(["fake", "aws"]), isCommon: true,
        help: "Who answers: the embedded fake AWS (standard), or AWS itself, or what AWS_ENDPOINT_URL names.")
    static let noColor = Parameter.flag(
        "no-color", isCommon: true, help: "No colours; so do the variable NO_COLOR and TERM=dumb.")
    static let help = Parameter.flag("help", short: "h", isCommon: true, help: "Shows the help of a command.")
    static let common = [state, cloud, provider, logLevel, noColor, help]

    // The spec.
    static let set = Parameter.option(
        "set", .assignment("PATH=VALUE"), isRepeatable: true,
        help: "Lays a value over the spec, for example database.class=db.t4g.small.")
    static let varFile = Parameter.option(
        "var-file", .text("FILE"), isRepeatable: true, help: "Lays the values of a JSON object of paths over the spec.")
    static let overrides = [set, varFile]

    // What a plan holds.
    static let target = Parameter.option(
        "target", .text("ADDRESS"), isRepeatable: true,
        help: "Only this address, or all below it, and what they need.")
    static let exclude = Parameter.option(
        "exclude", .text("ADDRESS"), isRepeatable: true,
        help: "Not this address or what lies below it, nor what needs it.")
    static let replace = Parameter.option(
        "replace", .text("ADDRESS"), isRepeatable: true, help: "Makes this resource anew.")
    static let allowDestroy = Parameter.option(
        "allow-destroy", .text("ADDRESS"), isRepeatable: true,
        help: "Lets the plan delete or replace this protected resource, with its data.")
    static let refresh = Parameter.option(
        "refresh", .oneOf(["true", "false"]),
        help: "With false: plans from what the last run left, without looking at the cloud.")
    static let refreshOnly = Parameter.flag(
        "refresh-only", help: "Only what others changed since the last run; apply takes it over into the state.")
    static let throughPhases = Parameter.flag(
        "through-phases", help: "From nothing, walks every phase on the way instead of building the last one at once.")
    static let abandon = Parameter.flag(
        "abandon",
        help:
            "Gives up an interrupted run that is between two phases and goes where this spec leads, where that is safe."
    )
    static let lost = Parameter.option(
        "lost", .text("REGION"), isRepeatable: true,
        help:
            "A region that is gone for good and that the spec no longer names: nothing is planned there until it answers again."
    )
    static let prices = Parameter.option(
        "prices", .text("FILE"),
        help: "A price list to reckon with instead of the program's own; docs/costs.md has the form.")
    static let maxMonthlyCost = Parameter.option(
        "max-monthly-cost", .integer("USD", in: 0...1_000_000_000),
        help: "Refuses a plan after which the platform would cost more in a month, without what is billed by use.")
    static let rules = Parameter.option(
        "rules", .text("FILE"), isRepeatable: true,
        help: "Holds rules of your own against the plan's JSON, too; docs/policy.md has the form.")
    static let planning = [
        target, exclude, replace, allowDestroy, refresh, refreshOnly, throughPhases, abandon, lost, prices,
        maxMonthlyCost,
        set,
        varFile,
    ]

    // How a run goes.
    static let yes = Parameter.flag("yes", short: "y", help: "Does not ask.")
    static let wait = Parameter.option(
        "wait", .oneOf(["serving", "created"]),
        help: "When a step is done: when what it made serves (standard), or as soon as it is created.")
    static let parallelism = Parameter.option(
        "parallelism", .integer("N", in: 1...256), help: "Calls under way at once. Standard: 16.")
    static let lockTimeout = Parameter.option(
        "lock-timeout", .integer("SECONDS", in: 0...86_400),
        help: "How long to wait for another run to end. Standard: 0.")
    static let speed = Parameter.option(
        "speed", .integer("N", in: 1...1_000_000, or: "max"),
        help: "Simulated seconds of the fake cloud in a real one (standard: 1000), or max to jump over every wait.")
    static let acceptNoTraffic = Parameter.flag(
        "accept-no-traffic", help: "Passes gates that measure users' requests where nobody asks anything.")
    static let progress = Parameter.option(
        "progress", .oneOf(["auto", "tty", "plain", "quiet", "json"]),
        help:
            "How a run is told: a live region on a terminal and lines elsewhere (standard), or one of these; json is an "
            + "object a line on standard error.")
    static let approve = Parameter.option(
        "approve", .text("STAGE"), isRepeatable: true,
        help:
            "Begins this stage though the spec says that somebody must approve it; also a road, a role, or 1-2/shift-*."
    )
    static let running = [yes, approve, wait, acceptNoTraffic, parallelism, lockTimeout, speed, progress, runReport]

    static let backTo = Parameter.option(
        "to", .text("STAGE"),
        help: "Only to where this stage left the platform, for example 1-2/shift-b-100; the road goes on from there.")

    // Where the writer goes.
    static let to = Parameter.option(
        "to", .text("REGION"), help: "The region whose copy of the database is to take the writes.")
    static let planned = Parameter.flag(
        "planned", help: "Freezes writes first and waits until the copy has them all: none is lost.")
    static let acceptUnknownLoss = Parameter.flag(
        "accept-unknown-loss", help: "Goes on where the copy's lag can't be measured.")

    // What is shown.
    static let json = Parameter.flag("json", help: "Results as JSON.")
    static let format = Parameter.option(
        "format", .oneOf(["text", "json", "markdown"]),
        help: "How the result is written: for people (standard), for programs, or as a comment on a pull request.")
    static let verbose = Parameter.flag("verbose", short: "v", help: "Shows the properties of what is created, too.")
    static let detailedExitcode = Parameter.flag(
        "detailed-exitcode", help: "Exits with 0 for nothing to do, 2 for changes and 1 for an error.")
    static let out = Parameter.option(
        "out", .text("FILE.plan"), help: "Saves the plan; `apply FILE.plan` runs exactly it, once.")
    static let destroy = Parameter.flag("destroy", help: "Shows what `destroy` would do instead.")
    static let exportOut = Parameter.option("out", .text("FILE"), help: "Writes there instead of to standard output.")
    static let platform = Parameter.option(
        "platform", .text("NAME"), help: "Which platform, when the state knows several.")
    static let stage = Parameter.flag("stage", help: "Walks the next stage instead of the next step.")

    // AWS.
    static let profile = Parameter.option(
        "profile", .text("NAME"), help: "The profile of AWS's own files; it goes before keys in the environment.")
    static let askedRegion = Parameter.option(
        "region", .text("REGION"), help: "The region to ask. Standard: AWS_REGION, or the profile's.")

    static let callInput = Parameter.option(
        "input", .text("JSON|-"), help: "The operation's parameters as a JSON object; - reads it from standard input.")
    static let paginate = Parameter.flag("paginate", help: "Asks for every page, and prints all as one answer.")
    static let query = Parameter.option(
        "query", .text("PATH"), help: "Prints what this JMESPath expression picks out of the answer.")
    static let dryRun = Parameter.flag(
        "dry-run", help: "Shows the signed request, with its secrets as ***, and does not send it.")
    static let logLevel = Parameter.option(
        "log-level", .oneOf(["info", "debug"]),
        help:
            "With debug: a line for each attempt at a call: operation, region, status, request id, time. Standard: info."
    )

    // Rehearsals.
    static let from = Parameter.option(
        "from", .text("SPEC"), help: "The platform before, built without faults. Without it: from nothing.")
    static let seed = Parameter.option(
        "seed", .integer("N", in: 0...1_000_000_000), help: "The first rehearsal's seed. Standard: 1.")
    static let runs = Parameter.option(
        "runs", .integer("N", in: 1...1_000_000), help: "How many rehearsals. Standard: 100.")
    static let faults = Parameter.option(
        "faults", .text("none|light|heavy|FILE"),
        help: "How much goes wrong: refused and lost calls, our own death, outages, bad releases, lost state. "
            + "Standard: light. A file says it in JSON.")
    static let fromState = Parameter.flag("from-state", help: "The platform as it is in the state and its fake cloud.")
    static let rehearsedFailover = Parameter.option(
        "failover", .text("REGION"),
        help: "Rehearses the writer's planned move to this region and home again, instead of the road to the spec.")
    static let rehearsedLoss = Parameter.option(
        "lost", .text("REGION"),
        help: "Rehearses the loss of this region for good, which the spec does without, and its return.")
    static let report = Parameter.option(
        "report", .text("FILE.html"), help: "Writes a page with everything, and a replay of the worst runs.")
    static let runReport = Parameter.option(
        "report", .text("FILE.html"),
        help: "Writes a page about the run: steps over time, critical path, waits and their reasons.")
    static let keep = Parameter.option(
        "keep", .text("N,N"), help: "Only these of the mishaps that the seed draws, by number, or `none`.")
    static let without = Parameter.option(
        "without", .text("SERVICE"), isRepeatable: true, help: "Rehearses the platform without this service.")
    static let canary = Parameter.option(
        "canary", .oneOf(Canary.allCases.map(\.rawValue)),
        help: "Plants a bug, to see that the rehearsals find it.")

    // Loads.
    static let users = Parameter.option(
        "users", .integer("N", in: 1...1_000_000_000), help: "Users that are at it in the busiest hour.")
    static let rehearsedUsers = Parameter.option(
        "users", .integer("N", in: 1...1_000_000_000),
        help: "Rehearses under what so many users ask in their busiest hour. Without it machines never tire.")
    static let mix = Parameter.option(
        "mix", .text("PLACE=SHARE,..."), help: "Where they are. Standard: india=0.7,us=0.3.")
    static let load = Parameter.option(
        "load", .text("FILE"), help: "What people ask and what it costs, as JSON; docs/load-model.md describes it.")
    static let tiring = Parameter.option(
        "load", .text("standard|FILE"), help: "Machines tire as this load model says. Without it they never do.")
    static let specOut = Parameter.option(
        "out", .text("SPEC"), help: "Writes the cheapest spec that holds there.")

    // The fake cloud.
    static let listen = Parameter.option(
        "listen", .text("ADDRESS:PORT"),
        help: "A loopback address, and a port or 0 for any that is free. Standard: 127.0.0.1:0.")
    static let watchListen = Parameter.option(
        "listen", .text("ADDRESS:PORT"),
        help: "Answers /healthz, and /metrics for Prometheus, on a loopback address; port 0 takes any that is free.")
    static let serveSpeed = Parameter.option(
        "speed", .integer("N", in: 1...1_000_000),
        help: "Simulated seconds in a real one, told to clients as x-fake-speed. Standard: 100.")
    static let all = Parameter.flag("all", help: "Shows FakeAWS's own bookkeeping, too.")
    static let region = Parameter.option("region", .text("REGION"), help: "Where the id is, when two regions have it.")
    static let times = Parameter.option(
        "times", .integer("N", in: 1...1_000_000), help: "How many calls. Standard: 1.")
    static let share = Parameter.option(
        "percent", .integer("N", in: 0...100), help: "How many of its requests fail. Standard: 100.")
    static let code = Parameter.option(
        "code", .text("CODE"), help: "The error code that the call fails with. Standard: InternalError.")
}
