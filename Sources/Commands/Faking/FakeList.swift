import Documents
import FakeAWS
import FakeCloudStore
import Reports
import Terminal
import Values

/// `reconcile fake list`.
enum FakeList {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        guard let stored = try FakeClouds.existing(options) else {
            if options.has("json") { output.result("[]") }
            output.note("There is no cloud at \(Session.cloudPath(options)) yet.")
            return 0
        }
        let cloud = try FakeClouds.snapshot(stored)
        let objects = cloud.objects.values
            .filter { options.has("all") || !$0.isBookkeeping }
            .sorted { $0.sequence < $1.sequence }
        if options.has("json") {
            output.result(JSON.pretty(.list(objects.map(value))))
            return 0
        }
        let rows = objects.map { object in
            [object.region, object.key.type, object.id, object.shownStatus, object.tags["reconcile:address"] ?? ""]
        }
        output.table([["REGION", "KIND", "ID", "STATUS", "ADDRESS"]] + rows)
        tell(cloud.faults, output)
        return 0
    }

    private static func tell(_ faults: Faults, _ output: TextOutput) {
        for zone in faults.deadZones.sorted() { output.note("The zone \(zone) is down.") }
        for zone in faults.fullZones.sorted() { output.note("The zone \(zone) launches no instance.") }
        for image in faults.brokenImages.sorted() { output.note("Nothing that starts with \(image) turns healthy.") }
        for region in faults.cutRegions.sorted() { output.note("The region \(region) does not answer.") }
        for region in faults.deafCaches.sorted() {
            output.note("The caches of \(region) never have what is asked.")
        }
        if faults.replicationStalledSince != nil {
            output.note("No database hears of the one that it follows.")
        }
        if faults.failingReleases > 0 {
            output.note("New targets fail \(faults.failingReleases) % of requests.")
        }
        for call in faults.calls {
            let what = call.operation == "*" ? "any operation" : call.operation
            output.note("The next \(call.remaining) calls of \(what): \(call.mode.rawValue).")
        }
    }

    static func value(_ object: CloudObject) -> Value {
        [
            "region": .string(object.region), "kind": .string(object.key.type), "id": .string(object.id),
            "status": .string(object.shownStatus), "tags": object.tagMap,
        ]
    }
}
