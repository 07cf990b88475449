import Foundation
import TestSupport
import Testing

/// The built program, in processes of its own.
struct ProcessTests {
    /// Beside the test bundle.
    private static var program: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("reconcile")
            .path
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private static func run(_ words: [String], in folder: String, _ environment: [String: String] = [:]) async throws
        -> Tool
    {
        try await Tool.run(
            program, words + ["--state", "\(folder)/state.db"], in: folder,
            environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 })
    }

    /// Each process has a seed of its own for its dictionaries.
    @Test(arguments: 0...4)
    func `the same plan has the same bytes in any process`(_ phase: Int) async throws {
        let scratch = try Scratch()
        let words = ["plan", "\(Self.root)/specs/phase\(phase).json", "--json", "--speed", "max"]
        var outputs: Set<String> = []
        for _ in 0..<4 { outputs.insert(try await Self.run(words, in: scratch.path).output) }
        #expect(outputs.count == 1)
        #expect(outputs.first?.isEmpty == false)
    }

    @Test func `without a terminal nothing is asked, and nothing is done without a yes`() async throws {
        let scratch = try Scratch()
        let ran = try await Self.run(["apply", "\(Self.root)/specs/phase0.json"], in: scratch.path)
        #expect(ran.status == 1)
        #expect(ran.errors.contains("--yes"), "\(ran.errors)")
        #expect(ran.output.isEmpty)
    }

    @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"], ["TERM": "xterm-256color", "COLUMNS": "40"], [:]])
    func `results in a pipe are plain, whatever the terminal could show`(_ environment: [String: String]) async throws {
        let scratch = try Scratch()
        let ran = try await Self.run(
            ["plan", "\(Self.root)/specs/phase0.json", "--speed", "max"], in: scratch.path, environment)
        #expect(ran.status == 0, "\(ran.errors)")
        #expect(!ran.output.contains("\u{1B}") && !ran.errors.contains("\u{1B}"))
    }

    @Test func `the first line names provider, account and regions, and results stand alone`() async throws {
        let scratch = try Scratch()
        let ran = try await Self.run(
            ["apply", "\(Self.root)/specs/phase0.json", "--yes", "--speed", "max"], in: scratch.path)
        #expect(ran.status == 0, "\(ran.errors)")
        let first = ran.errors.split(separator: "\n").first
        #expect(first == "provider fake, account 123456789012, regions ap-south-1")
        let output = try await Self.run(["output", "url"], in: scratch.path)
        #expect(output.status == 0 && output.output.hasPrefix("http://"))
        let both = try await Self.run(["fake", "list", "--json"], in: scratch.path)
        #expect(both.output.hasPrefix("[") && both.output.hasSuffix("]\n"))
    }
}
