import Diagnostics
import Documents

extension SpecDecoder {
    mutating func policy(_ root: Fields) -> PolicySpec {
        guard let node = root.members["policy"] else { return PolicySpec() }
        let part = fields(node, "policy", ["regions", "waivers"])
        return PolicySpec(
            regions: list(part, "regions", isRequired: false) { decoder, node, path, _ in
                guard let region = decoder.text(node, path) else { return nil }
                if !KnownRegions.names.contains(region) {
                    decoder.report("spec.unknownRegion", "there is no region `\(region)`.", node, path)
                }
                return region
            },
            waivers: list(part, "waivers", isRequired: false) { decoder, node, path, _ in
                decoder.waiver(node, path)
            })
    }

    private mutating func waiver(_ node: Node, _ path: String) -> PolicySpec.Waiver? {
        let fields = fields(node, path, ["code", "address", "reason", "until"])
        guard case .object = node.content else { return nil }
        let waiver = PolicySpec.Waiver(
            code: string(fields, "code", nil), address: string(fields, "address", nil),
            reason: string(fields, "reason", nil), until: string(fields, "until", nil))
        for name in ["code", "address", "reason"] {
            if let node = fields.members[name], case .string("") = node.content {
                report("spec.outOfRange", "\(fields.path(name)) is empty.", node, fields.path(name))
            }
        }
        if let day = fields.members["until"], case .string = day.content, !Self.isDay(waiver.until) {
            report(
                "spec.outOfRange", "`\(waiver.until)` is no day.", day, fields.path("until"),
                hint: "for example 2026-12-31")
        }
        return waiver
    }

    private static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let month = Int(parts[1]), let day = Int(parts[2])
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }
}
