import Foundation
import Processes

/// A program run to its end.
public struct Tool: Sendable {
    public let status: Int32
    public let output: String
    public let errors: String

    /// Runs a program; its input is empty, its output goes through files so that no pipe fills up.
    public static func run(
        _ program: String, _ arguments: [String], in folder: String, environment: [String: String]? = nil
    ) async throws -> Tool {
        let base = "\(folder)/\(UUID().uuidString)"
        defer { for end in ["out", "err"] { try? FileManager.default.removeItem(atPath: "\(base).\(end)") } }
        let given = environment.map { ["-i"] + $0.map { "\($0.key)=\($0.value)" } } ?? []
        // Foundation's own Process reads past the end of what a directory of a thousand open files tells.
        let ran = await ChildProcess.run(
            ["env", "-C", folder] + given + ["/bin/sh", "-c", #"exec "$@" > "$0.out" 2> "$0.err""#, base, program]
                + arguments, within: 1_200_000)
        return Tool(
            status: Int32(try ran.get().code), output: try String(contentsOfFile: "\(base).out", encoding: .utf8),
            errors: try String(contentsOfFile: "\(base).err", encoding: .utf8))
    }

    /// The Python that has the tests' packages.
    public static var python: String { ProcessInfo.processInfo.environment["RECONCILE_PYTHON"] ?? "/usr/bin/python3" }
}
