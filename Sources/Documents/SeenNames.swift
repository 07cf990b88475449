/// The names of one object so far, compared byte by byte as RFC 8259 section 8.3 does.
///
/// `String` compares by canonical equivalence, which would take two different names for one.
struct SeenNames {
    private var few: [(name: String, position: Position)] = []
    private var many: [[UInt8]: Position] = [:]

    /// Adds a name; the place of the same name when it is here already.
    mutating func insert(_ name: String, at position: Position) -> Position? {
        if many.isEmpty, few.count < 16 {
            if let seen = few.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) { return seen.position }
            few.append((name, position))
            return nil
        }
        if many.isEmpty {
            for seen in few { many[Array(seen.name.utf8)] = seen.position }
        }
        let bytes = Array(name.utf8)
        if let seen = many[bytes] { return seen }
        many[bytes] = position
        return nil
    }
}
