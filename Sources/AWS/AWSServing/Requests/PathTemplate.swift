import HTTPMessages

/// The path of an operation in the `rest` protocols, with labels in braces, and what its query always holds.
struct PathTemplate: Sendable {
    private enum Segment { case literal(String), label(String), rest(String) }

    private let segments: [Segment]
    private let fixed: [(name: String, value: String)]

    init(_ requestURI: String) {
        let parts = requestURI.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        segments = parts[0].split(separator: "/").map { segment in
            guard segment.hasPrefix("{"), segment.hasSuffix("}") else { return .literal(String(segment)) }
            let name = String(segment.dropFirst().dropLast())
            return name.hasSuffix("+") ? .rest(String(name.dropLast())) : .label(name)
        }
        fixed = parts.count < 2 ? [] : QueryText.pairs(parts[1])
    }

    private var endsInRest: Bool { if case .rest? = segments.last { true } else { false } }

    /// How narrowly this matches: the more literal segments and fixed parameters, the better.
    var weight: Int { fixed.count + segments.count { if case .literal = $0 { true } else { false } } * 16 }

    /// The labels of a path that matches; nil for one that doesn't.
    func labels(path: String, query: [(name: String, value: String)]) -> [String: String]? {
        for (name, value) in fixed {
            guard query.contains(where: { $0.name == name && (value.isEmpty || $0.value == value) }) else { return nil }
        }
        var labels: [String: String] = [:]
        var rest = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        // The name of an object may end in a slash; no other path does.
        if rest.last == "", rest.count == 1 || !endsInRest { rest = rest.dropLast() }
        for segment in segments {
            guard let first = rest.first else { return nil }
            switch segment {
            case .literal(let text):
                guard first == text else { return nil }
                rest = rest.dropFirst()
            case .label(let name):
                labels[name] = PercentEncoding.decode(first)
                rest = rest.dropFirst()
            case .rest(let name):
                labels[name] = PercentEncoding.decode(rest.joined(separator: "/"))
                rest = []
            }
        }
        return rest.isEmpty ? labels : nil
    }
}
