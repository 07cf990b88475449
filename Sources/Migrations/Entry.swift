import Blueprints
import Diagnostics
import Planning
import Resources
import Values

/// What leads users to a platform: its name, or an address for as long as it has none.
///
/// A plan may move everything behind it, but whoever takes it away takes the platform from its users, however well all
/// else goes on.
enum Entry: Hashable {
    case name(String), loadBalancer, instance

    static let zone = Address("global/dns/zone")
    private static let site = Address("global/dns/record/site-ipv4")

    /// What users come by; nil where nobody can come yet.
    ///
    /// A road that brings the first name has it long before it takes the address away: until then that counts.
    static func now(_ world: World, phase: Int?) -> Entry? {
        let servesUnnamed = world.existing.contains { address, existing in
            address.local == "front-door/listener/http"
                && existing.observation.properties["DefaultActions"]?.elements.contains { $0["RedirectConfig"] != nil }
                    == false
        }
        if !servesUnnamed, world[site] != nil, let name = world[zone].flatMap({ bare($0.observation.properties) }) {
            return .name(name)
        }
        return phase.flatMap(unnamed)
    }

    /// What they come by in a phase.
    static func wanted(_ graph: ResourceGraph, phase: Int) -> Entry? {
        graph[zone].flatMap { bare($0.properties) }.map(Entry.name) ?? unnamed(phase)
    }

    private static func unnamed(_ phase: Int) -> Entry? {
        switch phase {
        case 0: .instance
        case 1, 2: .loadBalancer
        default: nil
        }
    }

    private static func bare(_ properties: Value) -> String? {
        properties.text("Name").map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
    }

    /// On a road old and new serve side by side, and a listener has one certificate for both.
    static func check(_ now: Entry?, _ then: Entry?, from current: Int?, to phase: Int) throws(PlanProblems) {
        guard case .name(let name) = now, case .name(let next) = then, name != next, let current, current != phase
        else {
            return
        }
        throw PlanProblems([
            Diagnostic(
                "plan.nameChangesOnRoad",
                "Users come by \(name), this spec names \(next), and it wants another phase as well: on a road old and new serve "
                    + "under one name.",
                path: zone.text,
                hint: "One after the other: --set domain=\(name) for phase \(phase), and then the new name.")
        ])
    }

    /// What a plan has to say of it to users, where it takes from them what they come by now.
    /// - Throws: the name is to go, and nobody has said that it may.
    static func warnings(
        _ now: Entry?, _ then: Entry?, to phase: Int, _ steps: [Step], _ options: PlanOptions
    ) throws(PlanProblems) -> [String] {
        var warnings: [String] = []
        if case .name(let name) = now, then != now,
            steps.contains(where: { [zone, site].contains($0.address) && $0.action == .delete })
        {
            guard options.allowDestroy.contains(zone) else { throw PlanProblems([refusal(name, then)]) }
            warnings.append("USERS LOSE \(name): who comes by it finds nothing until told \(then?.told ?? "another").")
        } else if let loss = now?.loss(then, to: phase) {
            warnings.append(loss)
        }
        if case .name(let name) = then, steps.contains(where: { $0.address == zone && $0.action == .create }) {
            warnings.append(
                "DELEGATE \(name) while this runs: \(phase == 0 ? "users" : "its certificates and users") find it once "
                    + "its registrar, or its parent's zone, names the name servers that its zone gets.")
        }
        return warnings
    }

    private static func refusal(_ name: String, _ then: Entry?) -> Diagnostic {
        var other = "names no domain"
        if case .name(let next) = then { other = "names \(next) instead" }
        return Diagnostic(
            "plan.nameLeaves",
            "Users come by \(name), and this spec \(other): with its zone and records gone, nobody would find the "
                + "platform.",
            path: zone.text,
            hint: "Keep it: --set domain=\(name), or \"domain\" in the spec. If it is to go, say so: "
                + "--allow-destroy \(zone)")
    }

    private var told: String {
        switch self {
        case .name(let name): name
        case .loadBalancer: "the load balancer's address"
        case .instance: "the instance's address"
        }
    }

    /// What becomes of an address by which users come.
    private func loss(_ then: Entry?, to phase: Int) -> String? {
        guard let then, then != self else { return nil }
        let lost = "USERS LOSE THE \(self == .instance ? "INSTANCE" : "LOAD BALANCER")'S ADDRESS"
        let unserved = "who comes by it is not served until told \(then.told)."
        switch self {
        case .name: return nil
        case .instance where phase == 0: return nil
        case .instance: return "\(lost) at the end of the road 0-1: \(unserved)"
        case .loadBalancer where phase == 0:
            return "\(lost) at the end of the road 1-0: who comes by it can't write from the stage freeze on, and is "
                + "not served until told \(then.told)."
        case .loadBalancer where phase >= 3: return "\(lost) at the end of the road 2-3: \(unserved)"
        case .loadBalancer: return "\(lost): it leads to HTTPS, where the certificate names \(then.told)."
        }
    }
}
