public import Foundation

/// The Python programs in `Tests/scripts`, run with the interpreter that `Tests/scripts/fetch_suites` prepares.
public enum PythonTool {
    /// A program that ended badly.
    public struct Failure: Error {
        public let message: String
        public init(message: String) { self.message = message }
    }

    /// The root of the repository.
    public static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// `RECONCILE_PYTHON`, or the interpreter in `.venv`.
    public static var interpreter: String {
        ProcessInfo.processInfo.environment["RECONCILE_PYTHON"] ?? root.appendingPathComponent(".venv/bin/python").path
    }

    /// A file of botocore's source distribution, where AWS's published suites are.
    public static func suite(_ path: String) -> URL {
        root.appendingPathComponent(".venv/botocore-source").appendingPathComponent(path)
    }

    /// A program that is ready to be run.
    public static func process(_ script: String, _ arguments: [String] = []) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: interpreter)
        process.arguments = [root.appendingPathComponent("Tests/scripts/\(script)").path] + arguments
        return process
    }

    /// Runs a program to its end and gives the lines that it wrote.
    public static func lines(_ script: String, _ arguments: [String]) throws -> [String] {
        let process = process(script, arguments)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(message: "\(script) ended with \(process.terminationStatus); run Tests/scripts/fetch_suites")
        }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
