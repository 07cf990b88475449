/// Versions as AWS, PostgreSQL and Kubernetes write them: numbers between dots.
public enum VersionNumbers {
    /// `17` of `17.6`.
    public static func major(_ version: String) -> String { String(version.prefix { $0 != "." }) }

    /// Whether a version comes before another, number by number; what is no number counts as 0.
    public static func isOlder(_ version: String, than other: String) -> Bool {
        numbers(version).lexicographicallyPrecedes(numbers(other))
    }

    private static func numbers(_ version: String) -> [Int] { version.split(separator: ".").map { Int($0) ?? 0 } }
}
