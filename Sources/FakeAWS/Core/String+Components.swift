extension String {
    /// The parts between occurrences of a separator.
    ///
    /// By bytes: the fake cloud takes names and ARNs apart in every listing, and they are ASCII.
    func components(_ separator: String) -> [String] {
        let sought = Array(separator.utf8)
        guard sought.count != 1 else {
            return utf8.split(separator: sought[0], omittingEmptySubsequences: false).map { String(Substring($0)) }
        }
        guard !sought.isEmpty else { return [self] }
        var parts: [String] = []
        var start = utf8.startIndex
        var place = start
        while place != utf8.endIndex {
            if utf8[place...].starts(with: sought) {
                parts.append(String(self[start..<place]))
                place = utf8.index(place, offsetBy: sought.count)
                start = place
            } else {
                place = utf8.index(after: place)
            }
        }
        return parts + [String(self[start...])]
    }
}
