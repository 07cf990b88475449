import CloudCalls
import Values

/// The versions of PostgreSQL on RDS, as text.
enum DatabaseVersion {
    /// A major version alone means AWS's newest minor one.
    static func full(_ version: String) -> String { version.contains(".") ? version : version + ".10" }

    private static func numbers(_ version: String) -> [Int] { version.components(".").map { Int($0) ?? 0 } }

    /// Versions go up only, and a major one only when the caller says so.
    static func check(from old: String, to new: String, allowsMajor: Bool) throws(AWSError) {
        let before = numbers(old)
        let after = numbers(new)
        guard !after.lexicographicallyPrecedes(before) else {
            throw AWSError("InvalidParameterCombination", "Cannot upgrade postgres from \(old) to \(new)")
        }
        guard before.first == after.first || allowsMajor else {
            throw AWSError(
                "InvalidParameterCombination", "The AllowMajorVersionUpgrade flag must be present when upgrading.")
        }
    }
}
