import Commands
import Foundation
import Synchronization
import Terminal
import Testing

/// A folder of its own in which the program runs with captured output; gone when the value is.
final class Place: Sendable {
    /// What one command did.
    struct Ran {
        let code: Int32
        let result: String
        let note: String
    }

    let folder: URL
    /// The repository's folder.
    var root: String { Self.root.path }
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("place-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var state: String { path("state.db") }
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
    func spec(_ phase: Int) -> String { Self.root.appendingPathComponent("specs/phase\(phase).json").path }

    /// Runs the program; commands that need the cloud get the place's state.
    func run(_ arguments: String..., answer: String? = nil) async -> Ran {
        await run(arguments, answer: answer)
    }

    func run(_ arguments: [String], answer: String? = nil, traits: TerminalTraits = .plain) async -> Ran {
        let captured = Captured()
        let output = TextOutput(
            standard: { text in captured.result.withLock { $0 += text } },
            side: { text in captured.note.withLock { $0 += text } }, standardTraits: { traits },
            sideTraits: { traits })
        let code = await Program.run(arguments + ["--state", state], output) { _ in answer }
        return Ran(code: code, result: captured.result.withLock { $0 }, note: captured.note.withLock { $0 })
    }

    /// What is written to standard output.
    static func captured(_ body: (TextOutput) async -> Int32) async -> String {
        let captured = Captured()
        _ = await body(
            TextOutput(standard: { text in captured.result.withLock { $0 += text } }, side: { _ in }))
        return captured.result.withLock { $0 }
    }

    /// Removes the state file; the cloud stays.
    func loseState() throws {
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: state + suffix) {
            try FileManager.default.removeItem(atPath: state + suffix)
        }
    }

    /// Applies a shipped spec in virtual time.
    func apply(_ phase: Int, _ more: String...) async -> Ran {
        await run(["apply", spec(phase), "--yes", "--speed", "max"] + more)
    }

    /// Takes an interrupted road back in virtual time.
    func rollback(_ phase: Int) async -> Ran { await run("rollback", spec(phase), "--yes", "--speed", "max") }

    /// How the service of an operation (`ec2.CreateVpc`) says that somebody may not do something.
    static func refusal(of operation: String) -> String {
        switch operation.prefix(while: { $0 != "." }) {
        case "ec2": "UnauthorizedOperation"
        case "eks", "secretsmanager", "ssm": "AccessDeniedException"
        default: "AccessDenied"
        }
    }

    /// A platform whose run to the next phase failed at an operation.
    static func interrupted(at operation: String, from phase: Int = 1) async throws -> Place {
        let place = try Place()
        let first = await place.apply(phase)
        try #require(first.code == 0, "\(first.note)")
        let code = refusal(of: operation)
        let broken = await place.run("fake", "break", "call", operation, "fail", "--times", "1000", "--code", code)
        try #require(broken.code == 0, "\(broken.note)")
        let second = await place.apply(phase + 1)
        try #require(second.code == 1, "\(second.note)")
        _ = await place.run("fake", "mend")
        return place
    }

    private final class Captured: Sendable {
        let result = Mutex("")
        let note = Mutex("")
    }
}
