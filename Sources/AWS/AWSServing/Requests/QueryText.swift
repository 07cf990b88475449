import HTTPMessages

/// A query as it stands behind `?`.
enum QueryText {
    static func pairs(_ query: some StringProtocol) -> [(name: String, value: String)] {
        query.split(separator: "&").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                PercentEncoding.decode(sides[0], isForm: true),
                sides.count == 2 ? PercentEncoding.decode(sides[1], isForm: true) : ""
            )
        }
    }
}
