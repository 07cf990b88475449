import Diagnostics
import Documents
public import Values

/// A trimmed model: a line a definition, sorted by bytes, so that one is found by bisection and only that is read.
public struct ModelFile: DefinitionSource {
    private let service: String
    private let bytes: [UInt8]

    public init(service: String, bytes: [UInt8]) {
        self.service = service
        self.bytes = bytes
    }

    public func definition(_ kind: DefinitionKind, _ name: String) throws(ModelProblem) -> Value? {
        guard let json = line(Array("\(kind.rawValue) \(name) ".utf8)) else { return nil }
        do {
            return try JSON.value(from: Array(json), file: "\(service).model")
        } catch {
            throw .malformed(service: service, what: "\(kind.rawValue) \(name): \(error.message)")
        }
    }

    public func names(_ kind: DefinitionKind) -> [String] {
        let prefix = Array("\(kind.rawValue) ".utf8)
        var found: [String] = []
        var start = lowerBound(prefix)
        while start < bytes.count, bytes[start...].starts(with: prefix) {
            let name = bytes[(start + prefix.count)...].prefix { $0 != UInt8(ascii: " ") }
            found.append(String(decoding: name, as: UTF8.self))
            start = end(of: start) + 1
        }
        return found
    }

    /// What follows a prefix on the line that begins with it.
    private func line(_ prefix: [UInt8]) -> ArraySlice<UInt8>? {
        let start = lowerBound(prefix)
        guard start < bytes.count, bytes[start...].starts(with: prefix) else { return nil }
        return bytes[(start + prefix.count)..<end(of: start)]
    }

    /// The start of the first line that is not below the prefix.
    private func lowerBound(_ prefix: [UInt8]) -> Int {
        var low = 0
        var high = bytes.count
        while low < high {
            var start = (low + high) / 2
            while start > low, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
            if bytes[start..<end(of: start)].lexicographicallyPrecedes(prefix) {
                low = end(of: start) + 1
            } else {
                high = start
            }
        }
        return min(low, bytes.count)
    }

    private func end(of start: Int) -> Int {
        bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    }
}
