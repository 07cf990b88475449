public import Resources
public import Specs
import Values

/// The built-in rules over a spec and what it wants, with the spec's own exceptions.
public struct PolicyCheck: Sendable {
    /// Sorted by severity, code and address; those that are let be stand among them with their waiver.
    public let findings: [Finding]

    /// - Parameters:
    ///   - monthlyCost: whole US dollars, rounded up.
    ///   - today: for example `2026-11-29`.
    public init(_ spec: Spec, _ graph: ResourceGraph, monthlyCost: Int, today: String) {
        var all = graph.resources.flatMap { ResourceRules(resource: $0).findings }
        all += Self.places(spec, graph) + Self.services(spec)
        if let budget = spec.monthlyBudget, monthlyCost > budget {
            all.append(
                Finding(
                    .overBudget, "platform", "It costs about \(monthlyCost) USD a month, and \(budget) are budgeted."))
        }
        findings = Self.waived(all, spec.policy.waivers, today).sorted { left, right in
            (Self.rank(left), left.rule.code, left.address, left.message)
                < (Self.rank(right), right.rule.code, right.address, right.message)
        }
    }

    private static func rank(_ finding: Finding) -> Int {
        Finding.Severity.allCases.firstIndex(of: finding.rule.severity) ?? 0
    }

    private static func places(_ spec: Spec, _ graph: ResourceGraph) -> [Finding] {
        guard !spec.policy.regions.isEmpty else { return [] }
        // What is global has its endpoint somewhere and lies nowhere.
        let used = Set(graph.resources.filter { $0.address.scope != "global" }.map(\.region))
        return used.subtracting(spec.policy.regions).sorted().map {
            Finding(.forbiddenRegion, $0, "\($0) is none of \(spec.policy.regions.joined(separator: ", ")).")
        }
    }

    private static func services(_ spec: Spec) -> [Finding] {
        var found: [Finding] = []
        for service in spec.services {
            let address = "services/\(service.name)"
            let tag = service.image.split(separator: "/").last?.split(separator: ":", maxSplits: 1)
            if !service.image.contains("@"), tag?.count != 2 || tag?.last == "latest" {
                found.append(Finding(.movingImage, address, "What \(service.image) is may be another tomorrow."))
            }
            if spec.phase >= 2, service.minReplicas < 2 {
                found.append(Finding(.singleReplica, address, "The service may shrink to one replica."))
            }
            for name in service.environment.keys.sorted() where Self.soundsSecret(name) {
                if service.environment[name]?.isEmpty == true { continue }
                found.append(Finding(.secretInEnvironment, address, "\(name) stands in the spec in plain text."))
            }
        }
        return found
    }

    private static func soundsSecret(_ name: String) -> Bool {
        let words = name.uppercased().split(separator: "_").map(String.init)
        if let last = words.last, ["URL", "NAME", "ARN", "ID", "PATH", "FILE", "REGION", "TTL"].contains(last) {
            return false
        }
        return words.contains { ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "CREDENTIALS"].contains($0) }
            || name.uppercased().hasSuffix("API_KEY") || name.uppercased().hasSuffix("PRIVATE_KEY")
    }

    private static func waived(_ all: [Finding], _ waivers: [PolicySpec.Waiver], _ today: String) -> [Finding] {
        var findings = all
        for (index, waiver) in waivers.enumerated() {
            let matching = findings.indices.filter {
                findings[$0].rule.code == waiver.code && matches(waiver.address, findings[$0].address)
            }
            let place = "policy.waivers[\(index)]"
            if matching.isEmpty {
                findings.append(Finding(.waiverUnused, place, "\(waiver.code) at \(waiver.address) is not found."))
            } else if waiver.until < today {
                findings.append(
                    Finding(
                        .waiverExpired, place, "It let \(waiver.code) be at \(waiver.address) until \(waiver.until)."))
            } else {
                for index in matching { findings[index].waiver = waiver }
            }
        }
        return findings
    }

    private static func matches(_ pattern: String, _ address: String) -> Bool {
        pattern.hasSuffix("*") ? address.hasPrefix(pattern.dropLast()) : pattern == address
    }

    /// The worst of what is not let be; nil for nothing.
    public var worst: Finding.Severity? {
        let open = Set(findings.filter { $0.waiver == nil }.map(\.rule.severity))
        return Finding.Severity.allCases.first { open.contains($0) }
    }
}
