import FakeAWS
import Values

/// The stored form of what was broken on purpose.
enum FaultsCoding {
    static func value(of faults: Faults) -> Value {
        [
            "calls": .list(
                faults.calls.map {
                    [
                        "operation": .string($0.operation), "mode": .string($0.mode.rawValue),
                        "code": .string($0.code), "remaining": .int($0.remaining),
                    ]
                }),
            "deadZones": .strings(faults.deadZones.sorted()),
            "fullZones": .strings(faults.fullZones.sorted()),
            "spentQuotas": .strings(faults.spentQuotas.sorted()),
            "brokenImages": .strings(faults.brokenImages.sorted()),
            "cutRegions": .strings(faults.cutRegions.sorted()),
            "replicationStalledSince": faults.replicationStalledSince.map { .int($0.milliseconds) } ?? .null,
            "deafCaches": .strings(faults.deafCaches.sorted()),
            "failingReleases": .int(faults.failingReleases), "slowness": .int(faults.slowness),
        ]
    }

    static func faults(from value: Value) -> Faults {
        var faults = Faults()
        faults.calls = (value["calls"]?.elements ?? []).compactMap { call in
            guard let mode = call.text("mode").flatMap(Faults.Mode.init) else { return nil }
            return Faults.CallFault(
                operation: call.text("operation") ?? "*", mode: mode, code: call.text("code") ?? "InternalError",
                remaining: call.number("remaining") ?? 0)
        }
        faults.deadZones = Set(value["deadZones"]?.texts ?? [])
        faults.fullZones = Set(value["fullZones"]?.texts ?? [])
        faults.spentQuotas = Set(value["spentQuotas"]?.texts ?? [])
        faults.brokenImages = Set(value["brokenImages"]?.texts ?? [])
        faults.cutRegions = Set(value["cutRegions"]?.texts ?? [])
        faults.replicationStalledSince = value.number("replicationStalledSince").map(Instant.init(milliseconds:))
        faults.deafCaches = Set(value["deafCaches"]?.texts ?? [])
        faults.failingReleases = value.number("failingReleases") ?? 0
        faults.slowness = value.number("slowness") ?? 100
        return faults
    }
}
