import AWSModels
import Digests
import Values

/// A body that is bytes, as the base64 text that stands for them in values.
enum PayloadText {
    static func blob(_ bytes: [UInt8], _ traits: Traits) -> Value {
        ScalarReader.string(Base64.encode(bytes), traits)
    }
}
