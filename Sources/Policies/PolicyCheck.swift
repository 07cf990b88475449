public import Resources
public import Specs
public import Values

/// The built-in rules over a spec and what it wants, with the spec's own exceptions.
public struct PolicyCheck: Sendable {
    /// Sorted by severity, code and address; those that are let be stand among them with their waiver.
    public let findings: [Finding]

    /// The built-in rules, and rules of somebody's own over the plan that makes the platform from nothing.
    /// - Parameters:
    ///   - monthlyCost: whole US dollars, rounded up.
    ///   - today: for example `2026-11-29`.
    ///   - fresh: that plan's JSON; null without own rules.
    public init(
        _ spec: Spec, _ graph: ResourceGraph, monthlyCost: Int, today: String, own: [OwnRule] = [], fresh: Value = .null
    ) {
        var all = graph.resources.flatMap { ResourceRules(resource: $0).findings }
        all += Self.places(spec, graph) + Self.services(spec)
        if let budget = spec.monthlyBudget, monthlyCost > budget {
            all.append(
                Finding(
                    .overBudget, "platform", "It costs about \(monthlyCost) USD a month, and \(budget) are budgeted."))
        }
        all += own.flatMap { $0.findings(in: fresh) }
        // A waiver of a rule that nobody asked for is not told to be useless.
        let codes = Set(own.map(\.rule.code))
        let waivers = spec.policy.waivers.enumerated().filter {
            $0.element.code.hasPrefix("policy.") || codes.contains($0.element.code)
        }
        findings = Self.sorted(Self.waived(all, waivers, today, tellsUnused: true))
    }

    /// Own rules alone, over a plan of what is to be done now.
    /// - Parameter plan: the plan's JSON.
    public init(_ own: [OwnRule], plan: Value, waivers: [PolicySpec.Waiver], today: String) {
        let all = own.flatMap { $0.findings(in: plan) }
        // What one plan has nothing of may be in the next.
        findings = Self.sorted(Self.waived(all, Array(waivers.enumerated()), today, tellsUnused: false))
    }

    private static func sorted(_ findings: [Finding]) -> [Finding] {
        findings.sorted { left, right in
            (rank(left), left.rule.code, left.address, left.message)
                < (rank(right), right.rule.code, right.address, right.message)
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

    private static func waived(
        _ all: [Finding], _ waivers: [(offset: Int, element: PolicySpec.Waiver)], _ today: String, tellsUnused: Bool
    ) -> [Finding] {
        var findings = all
        for (index, waiver) in waivers {
            let matching = findings.indices.filter {
                findings[$0].rule.code == waiver.code && matches(waiver.address, findings[$0].address)
            }
            let place = "policy.waivers[\(index)]"
            if matching.isEmpty {
                guard tellsUnused else { continue }
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
