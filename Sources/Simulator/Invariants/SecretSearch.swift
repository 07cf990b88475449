import Documents
import FakeAWS
import Planning
import Resources
import Values

/// Looks for the texts of a cloud's secrets where none may stand.
struct SecretSearch {
    private let secrets: [[UInt8]]

    init(_ cloud: Cloud) {
        secrets = Self.texts(cloud).flatMap(Self.parts).map { Array($0.utf8) }.filter { $0.count >= 8 }
    }

    /// The texts of all secrets, in the order of their names.
    static func texts(_ cloud: Cloud) -> [String] {
        cloud.objects.values.filter { $0.key.type == "AWS::SecretsManager::Secret" }.sorted { $0.key < $1.key }
            .compactMap { secret in
                switch secret.hidden["text"] {
                case .string(let text)?: text
                case .sensitive(let text)?: text.reveal()
                default: nil
                }
            }
    }

    /// What of a secret's text is secret: each value of an object whose name says so, else all of it.
    private static func parts(_ text: String) -> [String] {
        guard text.hasPrefix("{"), let value = try? JSON.value(from: text)
        else { return [text] }
        return value.members.filter { $0.name.lowercased().contains("password") }.compactMap(\.value.text)
    }

    func finds(in text: String) -> Bool {
        secrets.contains { secret in
            guard text.utf8.count >= secret.count else { return false }
            return text.utf8.withContiguousStorageIfAvailable { Self.search(secret, in: $0) }
                ?? Self.search(secret, in: Array(text.utf8))
        }
    }

    private static func search(_ secret: [UInt8], in bytes: some RandomAccessCollection<UInt8>) -> Bool {
        var start = bytes.startIndex
        let last = bytes.count - secret.count
        guard last >= 0 else { return false }
        for _ in 0...last {
            if bytes[start] == secret[0], bytes[start...].starts(with: secret) { return true }
            start = bytes.index(after: start)
        }
        return false
    }

    func finds(in value: Value) -> Bool {
        switch value {
        case .string(let text): finds(in: text)
        case .list(let elements): elements.contains { finds(in: $0) }
        case .template(let parts): parts.contains { finds(in: $0) }
        case .object(let members): members.contains { finds(in: $0.value) }
        default: false
        }
    }

    /// Where one stands; nil for nowhere.
    func place(in memory: RehearsalMemory, _ lines: [String]) -> String? {
        if let record = memory.recorded.first(where: {
            finds(in: $0.observation.properties) || finds(in: $0.observation.attributes)
        }) {
            return "the state's row of \(record.observation.address)"
        }
        return lines.contains { finds(in: $0) } ? "a reason why a life ended" : nil
    }
}
