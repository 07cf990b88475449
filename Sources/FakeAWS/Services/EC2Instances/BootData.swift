import CloudCalls
import Compression
import Digests

/// What a machine does with its user data, as far as the cloud can see it.
///
/// The script itself is proven elsewhere by running it; here only its last act matters: the machine tags itself.
enum BootData {
    /// Bytes before base64 (EC2 user guide, "Run commands when you launch an EC2 instance with user data input").
    private static let limit = 16_384

    /// The script in user data; empty for none.
    static func script(_ userData: String) -> String {
        guard let bytes = Base64.decode(userData) else { return "" }
        // cloud-init unpacks gzip before it looks at the script.
        let script = Gzip.isCompressed(bytes) ? Gzip.decompress(bytes, limit: 8 << 20) ?? [] : bytes
        return String(decoding: script, as: UTF8.self)
    }

    /// Refuses user data that is no base64 or is too long, as EC2 does.
    static func check(_ userData: String?) throws(AWSError) {
        guard let userData else { return }
        guard let bytes = Base64.decode(userData) else {
            throw AWSError("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data")
        }
        guard bytes.count <= limit else {
            throw AWSError("InvalidParameterValue", "User data is limited to \(limit) bytes")
        }
    }
}
