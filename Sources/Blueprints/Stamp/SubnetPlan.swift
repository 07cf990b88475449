/// How a VPC's range is cut: sixteen equal parts, public ones from the first, private ones from the ninth.
///
/// In a /16 each has 4,094 addresses, of which EKS pods take one each (aws-facts, section 7).
struct SubnetPlan {
    private let base: UInt32
    private let prefix: Int

    /// - Parameter network: a valid IPv4 CIDR.
    init(_ network: String) {
        let parts = network.split(separator: "/")
        let numbers = (parts.first ?? "").split(separator: ".").compactMap { UInt32($0) }
        base = numbers.reduce(0) { $0 << 8 | ($1 & 255) }
        prefix = parts.count > 1 ? Int(parts[1]) ?? 16 : 16
    }

    func publicRange(_ zone: String) -> String { range(Self.index(zone)) }
    func privateRange(_ zone: String) -> String { range(8 + Self.index(zone)) }

    private static func index(_ zone: String) -> Int { ["a": 0, "b": 1, "c": 2][zone] ?? 0 }

    private func range(_ index: Int) -> String {
        let length = min(28, prefix + 4)
        let address = base &+ UInt32(index) << UInt32(32 - length)
        let text = [24, 16, 8, 0].map { String(address >> UInt32($0) & 255) }.joined(separator: ".")
        return "\(text)/\(length)"
    }
}
