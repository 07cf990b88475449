import Foundation
import Terminal
import TestSupport
import Testing

@testable import Commands

/// What every command shows in windows of different widths, without colours, in Unicode and in ASCII.
struct WidthTests {
    private static func window(_ width: Int, locale: String) -> TerminalTraits {
        TerminalTraits(
            isTerminal: true, size: (width, 24), environment: ["TERM": "xterm", "NO_COLOR": "1", "LC_ALL": locale])
    }

    private static let commands = CommandTree.root.walk().filter { $0.command.subcommands.isEmpty }
        .map { $0.path.dropFirst().joined(separator: " ") }

    @Test(arguments: [40, 80, 200]) func `help of every command fits the window`(_ width: Int) async throws {
        let place = try Place()
        var all = ""
        for (path, _) in CommandTree.root.walk() {
            let words = Array(path.dropFirst())
            let ran = await place.run(
                words.isEmpty ? ["help"] : ["help"] + words, traits: Self.window(width, locale: "C.UTF-8"))
            #expect(ran.code == 0)
            var isExample = false
            for line in ran.result.split(separator: "\n", omittingEmptySubsequences: false) {
                // An example is to be copied, so it stays in one piece.
                if line == "Example:" { isExample = true }
                if !isExample { #expect(line.count <= min(width, 100), "\(words): \(line)") }
                if line.isEmpty { isExample = false }
            }
            // The text of each is in docs/reference; how it is laid out shows in these.
            guard [[], ["plan"], ["state"]].contains(words) else { continue }
            all += "$ reconcile help \(words.joined(separator: " "))\n\(ran.result)\n"
        }
        let difference = try Golden.difference(all, from: "help-\(width).txt")
        #expect(difference == nil, "\(difference ?? "")")
    }

    /// What is run, in this order; `SPEC` stands for the shipped one of phase 0.
    private static let session: [[String]] = [
        ["version"], ["validate", "SPEC"], ["fmt", "SPEC", "--check"], ["plan", "SPEC"], ["policy", "SPEC"],
        ["step", "SPEC", "--yes"], ["apply", "SPEC", "--yes"], ["status"], ["output"],
        ["history"], ["history", "last"], ["state", "list"], ["show", "ap-south-1/registry/a"],
        ["explain", "ap-south-1/registry/b", "SPEC"], ["why", "ap-south-1/instance/machine", "SPEC"],
        ["diff", "SPEC", "SPEC1"], ["graph", "SPEC", "--format", "mermaid"], ["render", "SPEC", "--out", "FOLDER"],
        ["advise", "--users", "4000"], ["fake", "list"], ["fake", "traffic"],
        ["fake", "quota", "us-east-1"],
        ["fake", "get", "shop/a"], ["fake", "set", "shop/a", "tags.team=payments"], ["plan", "SPEC", "--refresh-only"],
        ["watch", "SPEC", "--cycles", "1"], ["accept", "ap-south-1/registry/a", "SPEC"], ["orphans", "SPEC"],
        ["plan", "SPEC", "--replace", "ap-south-1/registry/b"],
        ["state", "mv", "ap-south-1/registry/a", "ap-south-1/registry/b"], ["state", "rm", "ap-south-1/registry/a"],
        ["import", "ap-south-1/network/endpoint/s3", "vpce-0", "SPEC", "--yes"], ["rollback", "SPEC", "--yes"],
        ["drill", "zone", "ap-south-1a"], ["fake", "break", "zone", "ap-south-1a"], ["fake", "mend"], ["unlock"],
        ["pause"], ["resume"],
        ["failover", "SPEC", "--to", "us-east-1", "--yes"], ["destroy", "SPEC", "--yes"],
    ]

    /// One session in a window, as a person would see it.
    private static func transcript(_ width: Int, locale: String) async throws -> String {
        let place = try Place()
        var text = ""
        for words in session {
            let command = words.map {
                $0 == "SPEC" ? place.spec(0) : $0 == "SPEC1" ? place.spec(1) : $0 == "FOLDER" ? place.path("out") : $0
            }
            let options = CommandTree.root.walk().first { path, command in
                Array(path.dropFirst()) == Array(words.prefix(path.count - 1)) && command.subcommands.isEmpty
            }.map { Set($0.command.grammar.parameters.map(\.name)) }
            // What is drawn again in place is another test's; time jumps.
            let more = [("speed", "max"), ("progress", "plain")].filter { options?.contains($0.0) == true }
            let ran = await place.run(
                command + more.flatMap { ["--\($0.0)", $0.1] }, traits: window(width, locale: locale))
            text += "$ reconcile \(words.joined(separator: " "))\n\(ran.result)\(ran.note)[\(ran.code)]\n\n"
        }
        // Their numbers have different lengths.
        text = text.replacingOccurrences(
            of: "(run-[0-9]+-[0-9]+-[0-9]+|\\bRUN) +(?=shop|PLATFORM)", with: "RUN  ", options: .regularExpression)
        for (path, by) in [(place.folder.path, "PLACE"), (place.root, "ROOT")] {
            text = text.replacingOccurrences(of: path, with: by)
        }
        return text
    }

    @Test(arguments: [(40, "C"), (80, "C.UTF-8"), (200, "en_US.UTF-8")])
    func `every command's output in a window`(_ width: Int, _ locale: String) async throws {
        let text = try await Self.transcript(width, locale: locale)
        let difference = try Golden.difference(text, from: "window-\(width).txt")
        #expect(difference == nil, "\(difference ?? "")")
        #expect(text.contains("\u{1B}") == false)
        if locale == "C" {
            let others = text.filter { !$0.isASCII }
            #expect(others.isEmpty, "\(others)")
            #expect(text.contains("-/+"))
        } else {
            #expect(text.contains("±"))
        }
    }

    @Test func `no command is left out`() {
        let elsewhere: Set = [
            // Its pages are long and have no lines of their own, its scripts are for shells, or it needs a server.
            "manual", "completion", "iam-policy", "fake serve", "aws call", "doctor",
            // Whole platforms: their texts are in other golden files, or are tables like those here.
            "simulate", "drill region", "drill database", "failback", "fake rows", "fake load", "fake delete",
            "state export",
            "state import",
        ]
        let shown = Set(
            Self.session.map { words in
                Self.commands.filter { words.joined(separator: " ").hasPrefix($0) }.max { $0.count < $1.count } ?? ""
            })
        let left = Set(Self.commands).subtracting(shown).subtracting(elsewhere)
        // Each says in a line what it broke, as the one that is shown does.
        #expect(left.filter { !$0.hasPrefix("fake break ") }.isEmpty, "\(left)")
    }
}
