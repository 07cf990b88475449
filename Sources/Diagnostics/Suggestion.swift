/// Finds the word that somebody probably meant.
public enum Suggestion {
    /// The candidate nearest to `word` by edit distance, if one is near enough; ties go by name.
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let limit = max(1, word.count / 3)
        var best: (distance: Int, candidate: String)?
        for candidate in candidates.sorted() {
            // Each letter more or less is one step at least.
            guard abs(candidate.count - word.count) <= limit else { continue }
            let distance = editDistance(Array(word.lowercased()), Array(candidate.lowercased()))
            if distance <= limit, distance < (best?.distance ?? .max) { best = (distance, candidate) }
        }
        return best?.candidate
    }

    /// The same for addresses, of which people write a part: `vpc` for `ap-south-1/network/vpc`.
    private static func nearestAddress(to word: String, among candidates: some Sequence<String>) -> String? {
        let candidates = candidates.sorted()
        if let near = nearest(to: word, among: candidates) { return near }
        let depth = word.split(separator: "/").count
        let ends = Dictionary(
            candidates.map { ($0.split(separator: "/").suffix(depth).joined(separator: "/"), $0) }
        ) { first, _ in first }
        if let end = nearest(to: word, among: ends.keys) { return ends[end] }
        return candidates.first { "/\($0)/".contains("/\(word)/") }
    }

    /// The hint for an address that nobody knows.
    /// - Parameter otherwise: where to look for one, when none is near.
    public static func addressHint(
        for word: String, among candidates: some Sequence<String>, otherwise: String
    ) -> String {
        nearestAddress(to: word, among: candidates).map { "Did you mean \($0)?" } ?? otherwise
    }

    /// Insertions, deletions, substitutions and swaps of neighbours, one each.
    static func editDistance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[right.count]
    }
}
