import CloudCalls
import Values

/// The versions of PostgreSQL on RDS, as text.
enum DatabaseVersion {
    /// A major version alone means AWS's newest minor one.
    static func full(_ version: String) -> String { version.contains(".") ? version : version + ".10" }

    /// Versions go up only, and a major one only when the caller says so.
    static func check(from old: String, to new: String, allowsMajor: Bool) throws(AWSError) {
        guard !VersionNumbers.isOlder(new, than: old) else {
            throw AWSError("InvalidParameterCombination", "Cannot upgrade postgres from \(old) to \(new)")
        }
        guard VersionNumbers.major(old) == VersionNumbers.major(new) || allowsMajor else {
            throw AWSError(
                "InvalidParameterCombination", "The AllowMajorVersionUpgrade flag must be present when upgrading.")
        }
    }
}
