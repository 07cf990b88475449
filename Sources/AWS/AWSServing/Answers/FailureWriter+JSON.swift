import Documents
import Values

extension FailureWriter {
    /// An object of texts.
    static func json(_ members: [(name: String, text: String)]) -> [UInt8] {
        Array(JSON.text(of: .object(Members(members.map { ($0.name, .string($0.text)) }))).utf8)
    }
}
