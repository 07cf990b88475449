import HTTPMessages

/// A form whose names are paths, as a tree: `Filter.1.Name=x` stands at `Filter`, `1`, `Name`.
struct FormTree: Sendable {
    /// No input of AWS's is nearly as deep.
    private static let deepest = 64

    private(set) var text: String?
    private(set) var children: [String: FormTree] = [:]

    init() {}

    /// Reads `application/x-www-form-urlencoded`.
    init(_ form: some StringProtocol) {
        for pair in form.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = PercentEncoding.decode(sides[0], isForm: true)
            let value = sides.count == 2 ? PercentEncoding.decode(sides[1], isForm: true) : ""
            let path = name.split(separator: ".", omittingEmptySubsequences: false)
            if path.count <= Self.deepest { insert(value, at: path[...]) }
        }
    }

    private mutating func insert(_ value: String, at path: ArraySlice<Substring>) {
        guard let first = path.first else {
            text = value
            return
        }
        children[String(first), default: FormTree()].insert(value, at: path.dropFirst())
    }

    subscript(name: String) -> FormTree? {
        // A member's name may hold dots itself.
        guard let dot = name.firstIndex(of: ".") else { return children[name] }
        return children[String(name[..<dot])]?[String(name[name.index(after: dot)...])]
    }

    /// The numbered children in the order of their numbers.
    var elements: [FormTree] {
        children.compactMap { name, child in Int(name).map { (number: $0, child: child) } }
            .sorted { $0.number < $1.number }.map(\.child)
    }
}
