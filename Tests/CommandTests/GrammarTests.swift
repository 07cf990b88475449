import Foundation
import Terminal
import Testing

@testable import Commands

/// One grammar parses, helps and suggests.
@Suite struct GrammarTests {
    private static let commands = CommandTree.root.walk()

    @Test func `every command has an example that its own grammar takes`() throws {
        for (path, command) in Self.commands {
            let words = command.example.split(separator: " ").map(String.init)
            #expect(words.starts(with: path), "\(command.example)")
            switch try CommandTree.root.parse(Array(words.dropFirst())) {
            case .run: break
            case .help: Issue.record("\(command.example) only helps")
            }
        }
    }

    @Test func `every option that a command takes is described in a sentence, once`() {
        for (path, command) in Self.commands {
            let parameters = command.grammar.parameters
            #expect(Set(parameters.map(\.name)).count == parameters.count, "\(path)")
            for parameter in parameters {
                #expect(parameter.help.hasSuffix("."), "\(path) \(parameter.name)")
            }
            #expect(command.summary.hasSuffix("."), "\(path)")
            let help = Help.lines(command, path: path, width: 100).joined(separator: "\n")
            for parameter in parameters { #expect(help.contains(parameter.name), "\(path) \(parameter.name)") }
        }
    }

    @Test func `every option that the sources ask for is in some command's grammar`() throws {
        let declared = Set(Self.commands.flatMap { $0.command.grammar.parameters.map(\.name) })
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Commands")
        let asked = try Regex("options\\.(?:has|value|all|number)\\(\"([a-z-]+)\"", as: (Substring, Substring).self)
        var found: Set<String> = []
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        for name in names where name.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            found.formUnion(text.matches(of: asked).map { String($0.output.1) })
        }
        #expect(found.count > 10)
        #expect(found.subtracting(declared).isEmpty)
    }

    @Test(arguments: [
        ("plna", "Did you mean `plan`?"), ("plan x --tarrget y", "Did you mean `--target`?"),
        ("state lst", "Did you mean `list`?"), ("plan x state", "Did you mean `--state`?"),
        ("apply x --wait servin", "Did you mean `serving`?"), ("help aply", "Did you mean `apply`?"),
    ])
    func `what is misspelt gets a suggestion, and exits with 64`(_ line: String, _ hint: String) async throws {
        let ran = try await Place().run(line.split(separator: " ").map(String.init))
        #expect(ran.code == 64)
        #expect(ran.note.contains(hint), "\(ran.note)")
        #expect(ran.result.isEmpty)
    }

    @Test(arguments: [
        "plan", "plan a b", "plan a --out", "plan a --json=yes", "apply a --parallelism 0", "apply a --speed fast",
        "plan a --refresh maybe", "plan a --set services", "state mv a", "fake break zone ap-south-1z",
        "fake break call ec2.CreateVpc sometimes", "fake break call ec2.MakeVpc fail",
    ])
    func `what makes no sense is refused before anything is done`(_ line: String) async throws {
        let place = try Place()
        let ran = await place.run(line.split(separator: " ").map(String.init))
        #expect(ran.code == 64)
        #expect(ran.note.hasPrefix("error: "))
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder.path).isEmpty)
    }

    @Test func `help for a command is the same in front of it and behind it`() async throws {
        let place = try Place()
        for (path, _) in Self.commands where path.count > 1 {
            let words = Array(path.dropFirst())
            let before = await place.run(["help"] + words)
            let behind = await place.run(words + ["--help"])
            #expect(before.code == 0 && behind.code == 0, "\(words)")
            #expect(before.result == behind.result, "\(words)")
            #expect(before.result.contains("Example:\n  reconcile \(words.joined(separator: " "))"))
        }
    }
}
