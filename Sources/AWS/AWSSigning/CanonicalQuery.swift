/// The query of a canonical request: parameters as they are sent, sorted by name and then value.
enum CanonicalQuery {
    static func bytes(_ query: String) -> [UInt8] {
        let text = Array(query.utf8)
        let parameters = text.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
            .filter { !$0.isEmpty }
            .map { parameter -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) in
                guard let equals = parameter.firstIndex(of: UInt8(ascii: "=")) else { return (parameter, []) }
                return (parameter[..<equals], parameter[(equals + 1)...])
            }
            .sorted { left, right in
                left.name.elementsEqual(right.name)
                    ? left.value.lexicographicallyPrecedes(right.value)
                    : left.name.lexicographicallyPrecedes(right.name)
            }
        var result: [UInt8] = []
        result.reserveCapacity(text.count + 8)
        for (index, parameter) in parameters.enumerated() {
            if index > 0 { result.append(UInt8(ascii: "&")) }
            result.append(contentsOf: parameter.name)
            result.append(UInt8(ascii: "="))
            result.append(contentsOf: parameter.value)
        }
        return result
    }
}
