import Documents
import Foundation
public import Values

/// AWS's published test suites, where `Tests/scripts/fetch_suites` unpacked them.
public enum AWSSuites {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static let folder = root.appendingPathComponent(".venv/botocore-source/tests")

    /// Whether they are there; `scripts/test` sees to it, and under it they must be.
    public static let areFetched =
        FileManager.default.fileExists(atPath: folder.path)
        || ProcessInfo.processInfo.environment["RECONCILE_PYTHON"] != nil

    /// The bytes of a file, by its path below botocore's `tests`.
    public static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent(path)))
    }

    public static func json(_ path: String) throws -> Value { try JSON.value(from: try bytes(path), file: path) }

    /// The names in a folder, sorted.
    public static func names(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(path).path).sorted()
    }

    /// The cases of a list in `Tests/suites` that do not apply to us: `NAME: REASON`, one a line.
    public static func notApplicable(_ list: String) throws -> [String: String] {
        let file = root.appendingPathComponent("Tests/suites/\(list).txt")
        var reasons: [String: String] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: ": ", maxSplits: 1)
            if parts.count == 2 { reasons[String(parts[0])] = String(parts[1]) }
        }
        return reasons
    }
}
