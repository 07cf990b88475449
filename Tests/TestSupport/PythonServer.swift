import Foundation

/// A program in `Tests/scripts` that serves until this process ends, or lets go of it.
public struct PythonServer: Sendable {
    /// The first line that it wrote, without its end.
    public let greeting: String
    /// Open as long as the server shall live: it ends when its standard input does.
    private let lifeline: Pipe

    public init(_ script: String) throws {
        let process = PythonTool.process(script)
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line: [UInt8] = []
        while line.last != UInt8(ascii: "\n") {
            guard let piece = try output.fileHandleForReading.read(upToCount: 1), !piece.isEmpty else {
                throw PythonTool.Failure(message: "\(script) did not start; run Tests/scripts/fetch_suites")
            }
            line += piece
        }
        greeting = String(decoding: line.dropLast(), as: UTF8.self)
        lifeline = input
    }
}
