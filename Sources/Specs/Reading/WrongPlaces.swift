import Diagnostics

/// Places of a document whose values could not be read: a default stands there, of which no rule says anything true.
struct WrongPlaces {
    private let paths: Set<String>
    /// Lists from which an element fell out, so that places in them no longer count from the same beginning.
    private let lists: Set<String>

    init(_ diagnostics: [Diagnostic]) {
        paths = Set(diagnostics.filter { $0.severity == .error }.map(\.path))
        lists = Set(
            paths.compactMap { path in
                path.hasSuffix("]") ? path.lastIndex(of: "[").map { String(path[..<$0]) } : nil
            })
    }

    /// Whether a rule's problem comes from what was told already.
    func explain(_ problem: Diagnostic) -> Bool {
        let path = problem.path
        var outer = path
        while true {
            if paths.contains(outer) || lists.contains(outer) { return true }
            guard let cut = outer.lastIndex(where: { $0 == "." || $0 == "[" }) else { break }
            outer = String(outer[..<cut])
        }
        // A bound is compared with its neighbour; a list is short when an element of it can't be read.
        guard problem.code == "spec.minAboveMax", let dot = path.lastIndex(of: ".") else { return false }
        return paths.contains { $0.hasPrefix(path[...dot] + "max") }
    }
}
