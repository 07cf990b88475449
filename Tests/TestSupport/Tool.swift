import Foundation

/// A program run to its end.
public struct Tool: Sendable {
    public let status: Int32
    public let output: String
    public let errors: String

    /// Runs a program; its input is empty, its output goes through files so that no pipe fills up.
    public static func run(
        _ program: String, _ arguments: [String], in folder: String, environment: [String: String]? = nil
    ) async throws -> Tool {
        let name = UUID().uuidString
        let paths = ["out", "err"].map { "\(folder)/\(name).\($0)" }
        for path in paths { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        if let environment { process.environment = environment }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: paths[0]))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: paths[1]))
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        return Tool(
            status: process.terminationStatus, output: try String(contentsOfFile: paths[0], encoding: .utf8),
            errors: try String(contentsOfFile: paths[1], encoding: .utf8))
    }

    /// The Python that has the tests' packages.
    public static var python: String { ProcessInfo.processInfo.environment["RECONCILE_PYTHON"] ?? "/usr/bin/python3" }
}
