import Diagnostics
import FakeAWS
import Terminal

/// `reconcile fake break` and `mend`.
enum FakeFaults {
    @Sendable static func zone(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let zone = options.words[0]
        guard zones(meantBy: zone) == [zone] else {
            throw UsageProblem("`\(zone)` is no zone", hint: "Zones are a, b and c of a region: ap-south-1a.")
        }
        try FakeClouds.edit(try FakeClouds.open(options)) { _ = $0.faults.deadZones.insert(zone) }
        output.result("The zone \(zone) is down, until `reconcile fake mend`.")
        return 0
    }

    @Sendable static func capacity(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let word = options.words[0]
        let zones = zones(meantBy: word)
        guard !zones.isEmpty else {
            throw UsageProblem(
                "`\(word)` is no zone and no region", hint: "Zones are a, b and c of a region: ap-south-1a.")
        }
        try FakeClouds.edit(try FakeClouds.open(options)) { $0.faults.fullZones.formUnion(zones) }
        output.result("No instance can be launched in \(zones.joined(separator: ", ")), until `reconcile fake mend`.")
        return 0
    }

    /// A zone itself, or all zones of a region; none for a word that is neither.
    private static func zones(meantBy word: String) -> [String] {
        let isRegion = word.last?.isNumber == true
        let region = isRegion ? word : String(word.dropLast())
        guard region.contains("-") else { return [] }
        return FakeCatalog.zones(in: region).filter { isRegion || word == $0 }
    }

    @Sendable static func image(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let image = options.words[0]
        try FakeClouds.edit(try FakeClouds.open(options)) { _ = $0.faults.brokenImages.insert(image) }
        output.result("Nothing that starts with \(image) turns healthy, until `reconcile fake mend`.")
        return 0
    }

    @Sendable static func region(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let region = options.words[0]
        try FakeClouds.edit(try FakeClouds.open(options)) { $0.cut(region: region) }
        output.result("The region \(region) does not answer, until `reconcile fake mend`.")
        return 0
    }

    @Sendable static func cache(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let region = options.words[0]
        try FakeClouds.edit(try FakeClouds.open(options)) { _ = $0.faults.deafCaches.insert(region) }
        output.result("The caches of \(region) never have what is asked, until `reconcile fake mend`.")
        return 0
    }

    @Sendable static func replication(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32
    {
        try FakeClouds.edit(try FakeClouds.open(options)) { $0.stallReplication() }
        output.result("No database hears of the one that it follows, until `reconcile fake mend`.")
        return 0
    }

    @Sendable static func targets(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let (name, percent) = (options.words[0], options.number("percent", 100))
        let isKnown = try FakeClouds.edit(try FakeClouds.open(options)) {
            $0.fail(percent: percent, ofTargetGroup: name)
        }
        guard isKnown else {
            throw UsageProblem("there is no target group `\(name)`", hint: "`reconcile fake list` shows their names.")
        }
        output.result("\(percent) % of the requests to \(name) fail, until `reconcile fake mend`.")
        return 0
    }

    @Sendable static func call(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let (operation, word) = (options.words[0], options.words[1])
        guard operation == "*" || FakeCatalog.operations.contains(operation) else {
            let near = Suggestion.nearest(to: operation, among: FakeCatalog.operations)
            throw UsageProblem(
                "FakeAWS has no operation `\(operation)`",
                hint: near.map { "Did you mean `\($0)`?" } ?? "It is SERVICE.OPERATION, for example ec2.CreateVpc.")
        }
        guard let mode = Faults.Mode(rawValue: word) else {
            throw UsageProblem("a call may fail, throttle or loseAnswer, not `\(word)`")
        }
        let fault = Faults.CallFault(
            operation: operation, mode: mode, code: options.value("code") ?? "InternalError",
            remaining: options.number("times", 1))
        try FakeClouds.edit(try FakeClouds.open(options)) { $0.faults.calls.append(fault) }
        let calls = fault.remaining == 1 ? "The next call" : "The next \(fault.remaining) calls"
        output.result("\(calls) of \(operation == "*" ? "any operation" : operation): \(word).")
        return 0
    }

    @Sendable static func mend(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        if let stored = try FakeClouds.existing(options) { try FakeClouds.edit(stored) { $0.mend() } }
        output.result("Nothing is broken any more.")
        return 0
    }
}
