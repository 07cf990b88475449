import HTTPMessages

/// The path of a canonical request.
enum CanonicalPath {
    static func bytes(_ path: String, rules: PathRules) -> [UInt8] {
        switch rules {
        case .s3: Array(path.utf8)
        case .normalized: PercentEncoding.encode(normalized(Array(path.utf8)), keepsSlash: true)
        }
    }

    /// Without dot segments (RFC 3986, section 5.2.4) and empty segments.
    private static func normalized(_ path: [UInt8]) -> [UInt8] {
        let slash = UInt8(ascii: "/")
        guard let last = path.last else { return [slash] }
        var kept: [ArraySlice<UInt8>] = []
        for segment in path.split(separator: slash) {
            if segment.elementsEqual(".".utf8) { continue }
            if segment.elementsEqual("..".utf8) {
                _ = kept.popLast()
            } else {
                kept.append(segment)
            }
        }
        var result: [UInt8] = []
        result.reserveCapacity(path.count + 1)
        for segment in kept {
            result.append(slash)
            result.append(contentsOf: segment)
        }
        if kept.isEmpty || last == slash { result.append(slash) }
        return result
    }
}
