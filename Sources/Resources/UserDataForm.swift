import Compression

/// How a boot script travels to an instance.
///
/// EC2 takes 16 KiB before base64 (EC2 user guide, "Run commands when you launch an EC2 instance with user data input").
/// cloud-init, which reads it, takes gzip as well (cloud-init documentation, "User-data formats"), so a script that is
/// longer goes compressed. It is plain text everywhere else: in plans, in diffs, in what is read back.
public enum UserDataForm {
    /// Bytes that EC2 takes.
    public static let limit = 16_384
    /// Far above what 16 KiB can hold of a script.
    private static let textLimit = 8 << 20

    /// The bytes that are sent: the script itself while it fits, else gzip.
    public static func bytes(of script: String) -> [UInt8] {
        let text = Array(script.utf8)
        guard text.count > limit else { return text }
        return Gzip.compress(text) ?? text
    }

    /// The script in bytes that were read back.
    public static func script(in bytes: [UInt8]) -> String {
        let text = Gzip.isCompressed(bytes) ? Gzip.decompress(bytes, limit: textLimit) ?? bytes : bytes
        return String(decoding: text, as: UTF8.self)
    }
}
