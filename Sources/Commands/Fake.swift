import Documents
import FakeAWS
import FakeCloudStore
import Terminal
import Values

/// `reconcile fake list|get|set|delete|break|mend`: looks at the fake cloud and changes it by hand.
enum Fake {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: @Sendable (String) -> String?
    ) async throws -> Int32 {
        let words = options.words
        do {
            let account = try StoredCloud.owner(path: Session.cloudPath(options)) ?? "123456789012"
            let stored = try StoredCloud(path: Session.cloudPath(options), account: account, speed: 1)
            switch (words.first, words.count) {
            case ("list", 1): list(try stored.snapshot(), options, output)
            case ("get", 2):
                let object = try find(words[1], stored, options)
                output.result(
                    JSON.pretty(shown(object).merging(["attributes": object.attributes])))
            case ("set", 3):
                let object = try find(words[1], stored, options)
                let setting = words[2]
                guard try stored.edit({ FakeEdits.set(object, setting, &$0) }) else {
                    throw UsageFailure("set takes NAME=VALUE.")
                }
                output.result("Set \(setting) of \(object.id).")
            case ("delete", 2):
                let key = try find(words[1], stored, options).key
                try stored.edit { $0.deleteByHand(key) }
                output.result("Deleted \(key.type) \(key.id).")
            case ("break", 3...4):
                output.result(try stored.edit(try FakeEdits.fault(words[1...], options)))
            case ("mend", 1):
                try stored.edit { $0.faults = Faults() }
                output.result("Nothing is broken any more.")
            default:
                throw UsageFailure("fake takes list, get ID, set ID NAME=VALUE, delete ID, break WHAT or mend.")
            }
            return 0
        } catch let problem as CloudFileProblem {
            throw CommandFailure(problem)
        }
    }

    private static func find(
        _ id: String, _ stored: StoredCloud, _ options: Options
    ) throws -> CloudObject { try FakeEdits.find(id, try stored.snapshot(), options) }

    private static func shown(_ object: CloudObject) -> Value {
        [
            "region": .string(object.region), "kind": .string(object.key.type), "id": .string(object.id),
            "status": .string(object.shownStatus), "tags": object.tagMap,
        ]
    }

    private static func list(_ cloud: Cloud, _ options: Options, _ output: TextOutput) {
        let objects = cloud.objects.values.filter { !$0.isBookkeeping }.sorted { $0.sequence < $1.sequence }
        if options.has("json") {
            output.result(JSON.pretty(.list(objects.map(shown))))
            return
        }
        for object in objects {
            output.result("\(object.region)  \(object.key.type)  \(object.id)  \(object.shownStatus)")
        }
        for zone in cloud.faults.deadZones.sorted() { output.note("The zone \(zone) is down.") }
        for region in cloud.faults.cutRegions.sorted() { output.note("The region \(region) does not answer.") }
        for call in cloud.faults.calls {
            output.note("The next \(call.remaining) calls of \(call.operation): \(call.mode.rawValue).")
        }
    }
}
