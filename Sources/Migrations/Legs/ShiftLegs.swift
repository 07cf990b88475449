import Planning
import Resources
import Values

/// The legs on which users' requests move from old to new: group after group, share after share.
struct ShiftLegs {
    let road: Road
    let bridge: Bridge

    var legs: [Leg] {
        var legs: [Leg] = []
        var moved = bridge.reached
        for (label, group) in groups {
            let base = moved.filter { !group.contains($0.key) }
            let isSplit = group.contains(where: bridge.isShared)
            let shares = isSplit ? road.shares : [100]
            let reached = group.map { bridge.reached[$0] ?? 0 }.min() ?? 0
            for share in shares where share >= reached {
                for address in group { moved[address] = share }
                legs.append(leg(label, group, share, shares.count > 1, moved, base, stays: share == reached))
            }
            for address in group { moved[address] = 100 }
        }
        return legs
    }

    /// First or last what services start anew for. Movers of one rank move together; beyond five ranks all that have one move at once.
    private var groups: [(label: String, addresses: [Address])] {
        let settings = bridge.movers.filter(restarts)
        guard !settings.isEmpty else { return requestGroups }
        // Up, services have what is new before more comes to them; down, they give it up when less does.
        return road.from < road.to
            ? [(Self.services, settings)] + requestGroups : requestGroups + [(Self.services, settings)]
    }

    private static let services = "services"

    private func restarts(_ address: Address) -> Bool { bridge.new[address]?.lifecycle.restartsServices == true }

    private var requestGroups: [(label: String, addresses: [Address])] {
        let ranked = Dictionary(grouping: bridge.movers.filter { !restarts($0) }) {
            bridge.new[$0]?.lifecycle.shiftRank ?? 0
        }
        var ranks = ranked.keys.sorted()
        let plain = ranks.first == 0 ? ranked[0] ?? [] : []
        ranks.removeAll { $0 == 0 }
        var groups: [(String, [Address])] = plain.isEmpty ? [] : [("shift", plain)]
        if road.shares.count == 1, !ranks.isEmpty {
            return groups + [("shift-all", ranks.compactMap { ranked[$0] }.flatMap { $0 }.sorted())]
        }
        // What no service's rule matches goes with the last service.
        if ranks.count > 1, let last = ranks.popLast() {
            let tail = (ranked[ranks[ranks.count - 1]] ?? []) + (ranked[last] ?? [])
            let heads = ranks.dropLast().compactMap { ranked[$0] }
            let all = heads.count < 5 ? heads + [tail] : [heads.flatMap { $0 } + tail]
            groups += all.map { (all.count > 1 ? "shift-\(label($0))" : "shift-all", $0.sorted()) }
        } else if let only = ranks.first {
            groups.append(("shift-all", ranked[only] ?? []))
        }
        return groups
    }

    /// `a` for the rule `ap-south-1/front-door/rule/service-a-https`.
    private func label(_ group: [Address]) -> String {
        let names = group.compactMap { address -> String? in
            let last = address.local.split(separator: "/").last.map(String.init) ?? ""
            guard last.hasPrefix("service-") else { return nil }
            let name = last.dropFirst("service-".count)
            return String(name.hasSuffix("-https") ? name.dropLast("-https".count) : name)
        }
        return Set(names).sorted().first ?? "rest"
    }

    private func leg(
        _ label: String, _ group: [Address], _ share: Int, _ isShared: Bool, _ moved: [Address: Int],
        _ base: [Address: Int], stays: Bool
    ) -> Leg {
        let name = "\(road.name)/\(label)" + (isShared ? "-\(share)" : "")
        let proofs = Proofs(bridge)
        let graph = bridge.graph(moved)
        let isRestart = label == Self.services
        let measurements =
            (group.contains { bridge.split($0) != nil } ? proofs.ofService(by: group) : proofs.ofService(in: graph))
            + (isRestart ? proofs.ofNewCaches : [])
        return Leg(
            graph: graph,
            names: LegPlanner.StageNames(only: name),
            stages: [
                Stage(
                    name: name, road: road.name, role: .shift,
                    gate: measurements.isEmpty
                        ? nil
                        : Gate(
                            measure: "users are served", threshold: isShared ? "\(share) % of them" : "all",
                            measurements: measurements, window: .minutes(3),
                            timeLimit: .minutes(isRestart ? 40 : 20)),
                    undo: isRestart
                        ? "The services start anew with their settings of before, pod by pod." : road.undoShift)
            ], scope: .additions(frozen: bridge.frozen), base: bridge.graph(base), staysWithoutSteps: stays && share > 0
        )
    }
}
