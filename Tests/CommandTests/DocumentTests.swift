import Foundation
import TestSupport
import Testing

/// Pages that show sessions are run word for word: each line behind `$ ` by bash, with the real program, in a folder
/// that has the repository's specs.
struct DocumentTests {
    private struct Session {
        var command: String
        var wanted: [String]
    }

    @Test(arguments: [
        "first-day.md", "read-a-plan.md", "recover.md", "break-a-zone.md", "ci.md", "move-state.md", "policy.md",
        "upgrading.md",
    ]) func `a session on a page goes as the page says`(_ name: String) async throws {
        let scratch = try Scratch()
        let root = PythonTool.root.path
        let page = try String(contentsOfFile: "\(root)/docs/\(name)", encoding: .utf8)
        let sessions = Self.sessions(page)
        #expect(sessions.count >= 3)
        try FileManager.default.createSymbolicLink(
            atPath: "\(scratch.path)/specs", withDestinationPath: "\(root)/specs")
        // What a page shows as a file is there under the name that it says.
        for match in page.matches(of: /`([a-z]+\.json)`:\n```json\n((?s).*?)```/) {
            try scratch.write(String(match.output.2), to: String(match.output.1))
        }
        var environment = ProcessInfo.processInfo.environment
        let programs = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
        environment["PATH"] = "\(programs):\(environment["PATH"] ?? "/usr/bin:/bin")"
        environment["RECONCILE_CALLS"] = nil
        if page.contains("older.db") { try await Self.makeStates(scratch, environment) }
        for session in sessions {
            let ran = try await Tool.run(
                "/bin/bash", ["-c", "{ \(session.command)\n} 2>&1"], in: scratch.path, environment: environment)
            let got = ran.output.split(separator: "\n").map(String.init)
            #expect(ran.status == 0, "\(session.command)\n\(ran.output)")
            #expect(
                Self.matches(session.wanted.filter { !$0.isEmpty }, got), "\(session.command)\n\(ran.output)")
        }
    }

    /// States of a platform as a program of schema 2 and one of schema 99 left them.
    private static func makeStates(_ scratch: borrowing Scratch, _ environment: [String: String]) async throws {
        for (name, schema) in [("older.db", 2), ("newer.db", 99)] {
            let made = try await Tool.run(
                "/bin/bash",
                [
                    "-c",
                    "reconcile apply specs/phase0.json --yes --speed max --state \(name) >log 2>&1 && "
                        + "\(Tool.python) \(PythonTool.root.path)/Tests/scripts/older_state.py \(name) \(schema)",
                ], in: scratch.path, environment: environment)
            try #require(made.status == 0, "\(made.errors)")
        }
    }

    /// Code on a page is code of the repository: each block stands as it is in the file that the page named last.
    @Test func `the page about kinds shows a kind as it is`() throws {
        let root = PythonTool.root.path
        let page = try String(contentsOfFile: "\(root)/docs/write-a-kind.md", encoding: .utf8)
        var source = ""
        var block: [Substring]?
        var count = 0
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if let lines = block {
                guard line == "```" else {
                    block = lines + [line]
                    continue
                }
                #expect(source.contains(lines.joined(separator: "\n") + "\n"), "\(lines.joined(separator: "\n"))")
                (block, count) = (nil, count + 1)
            } else if line == "```swift" {
                block = []
            } else if let file = line.firstMatch(of: /`((Sources|Tests)\/[A-Za-z0-9\/]+\.swift)`/) {
                source = try String(contentsOfFile: "\(root)/\(file.output.1)", encoding: .utf8)
            }
        }
        #expect(count >= 8)
    }

    private static func sessions(_ page: String) -> [Session] {
        var sessions: [Session] = []
        var isInside = false
        var isFence = false
        for line in page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```") {
                // A fence with a language shows a file or a script, and is no session.
                isFence.toggle()
                isInside = isFence && line == "```"
            } else if isInside, line.hasPrefix("$ ") {
                sessions.append(Session(command: String(line.dropFirst(2)), wanted: []))
            } else if isInside, !sessions.isEmpty {
                sessions[sessions.count - 1].wanted.append(line)
            }
        }
        return sessions
    }

    /// Whether the lines are the wanted ones, where `...` stands for any lines, and for what a line that ends in it goes on
    /// with.
    private static func matches(_ wanted: [String], _ got: [String]) -> Bool {
        func fits(_ line: String, _ wanted: String) -> Bool {
            wanted.hasSuffix("...") ? line.hasPrefix(wanted.dropLast(3)) : line == wanted
        }
        var rest = got[...]
        var skips = false
        for line in wanted {
            if line == "..." {
                skips = true
            } else if skips {
                guard let found = rest.firstIndex(where: { fits($0, line) }) else { return false }
                rest = rest[(found + 1)...]
                skips = false
            } else {
                guard let first = rest.first, fits(first, line) else { return false }
                rest = rest.dropFirst()
            }
        }
        return skips || rest.isEmpty
    }
}
