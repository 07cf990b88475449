import Digests

/// Deterministic names inside AWS's limits.
enum ResourceName {
    /// The parts joined by hyphens; when that is too long, cut and told apart by a short hash of the whole.
    static func make(_ parts: String..., limit: Int = 255) -> String {
        let whole = parts.joined(separator: "-")
        guard whole.count > limit else { return whole }
        // Most names may hold no two hyphens in a row.
        let head = String(whole.prefix(limit - 6))
        return (head.hasSuffix("-") ? String(head.dropLast()) : head) + "-" + SHA256Digest.hex(whole).prefix(5)
    }

    /// A region's short form, for example `aps1` for `ap-south-1`.
    static func short(_ region: String) -> String {
        let parts = region.split(separator: "-")
        return parts.enumerated().map { index, part in
            String(index == 0 ? part.prefix(2) : part.prefix(1))
        }.joined()
    }
}
