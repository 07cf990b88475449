import Digests
import Documents
public import Values

/// A client token that was used: a digest of its input, and the answer.
public struct TokenRecord: Sendable, Hashable {
    public let inputDigest: String
    public let output: Value

    public init(inputDigest: String, output: Value) {
        self.inputDigest = inputDigest
        self.output = output
    }

    static func digest(of input: Value) -> String { SHA256Digest.hex(JSON.text(of: input)) }
}
