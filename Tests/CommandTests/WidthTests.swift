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
        ["pause"], ["resume"], ["state", "export", "--out", "FILE"], ["state", "import", "FILE", "--yes"],
        ["fake", "break", "capacity", "ap-south-1a"],
        ["fake", "break", "image", "public.ecr.aws/nginx"],
        ["fake", "break", "region", "ap-south-1"], ["fake", "break", "cache", "ap-south-1"],
        ["fake", "break", "replication"], ["fake", "quota", "ap-south-1"],
        ["fake", "break", "call", "ec2.CreateVpc", "fail", "--times", "2"], ["fake", "mend"],
        ["fake", "load", "50", "SPEC"], ["fake", "rows"], ["fake", "delete", "shop/b"],
        ["watch", "SPEC", "--cycles", "1"],
        ["simulate", "SPEC", "--runs", "2", "--faults", "none"], ["iam-policy", "SPEC"], ["completion", "fish"],
        ["manual", "--out", "FOLDER"], ["failover", "SPEC", "--to", "us-east-1", "--yes"],
        ["destroy", "SPEC", "--yes"],
    ]
    /// The same with what only a platform of two regions does; `SPEC4` is the shipped one of phase 4.
    private static let regional: [[String]] = [
        ["apply", "SPEC4", "--yes"], ["fake", "load", "200", "SPEC4"], ["fake", "rows"],
        ["drill", "database"], ["drill", "region", "us-east-1", "SPEC4"],
        ["failover", "SPEC4", "--to", "us-east-1", "--yes"], ["status"], ["fake", "rows"],
        ["failback", "SPEC4", "--yes"], ["fake", "break", "targets", "shop-aps1-cluster"], ["fake", "mend"],
    ]

    /// A session in a window, as a person would see it.
    private static func transcript(
        _ session: [[String]], _ width: Int, locale: String
    ) async throws -> String {
        let place = try Place()
        var text = ""
        for words in session {
            let command = words.map {
                switch $0 {
                case "SPEC": place.spec(0)
                case "SPEC1": place.spec(1)
                case "SPEC4": place.spec(4)
                case "FOLDER": place.path("out")
                case "FILE": place.path("state.json")
                default: $0
                }
            }
            let options = CommandTree.root.walk().first { path, command in
                Array(path.dropFirst()) == Array(words.prefix(path.count - 1)) && command.subcommands.isEmpty
            }.map { Set($0.command.grammar.parameters.map(\.name)) }
            // What is drawn again in place is another test's; time jumps.
            let more = [("speed", "max"), ("progress", "plain")].filter { options?.contains($0.0) == true }
            let ran = await place.run(
                command + more.flatMap { ["--\($0.0)", $0.1] }, traits: window(width, locale: locale))
            // How a run of hundreds of steps looks is in the first session; this one changes with every blueprint.
            if words.starts(with: ["apply", "SPEC4"]) { continue }
            // What was written meanwhile is a matter of the wall's clock.
            let result = words == ["fake", "rows"] ? Self.withoutNumbers(ran.result) : ran.result
            text += "$ reconcile \(words.joined(separator: " "))\n\(result)\(ran.note)[\(ran.code)]\n\n"
        }
        // Their numbers have different lengths.
        text = text.replacingOccurrences(
            of: "(run-[0-9]+-[0-9]+-[0-9]+|\\bRUN) +(?=shop|PLATFORM)", with: "RUN  ", options: .regularExpression)
        for (path, by) in [(place.folder.path, "PLACE"), (place.root, "ROOT")] {
            text = text.replacingOccurrences(of: path, with: by)
        }
        return text
    }

    /// A table with `N` for each number, as wide as it was.
    private static func withoutNumbers(_ text: String) -> String {
        text.replacing(#/ [0-9]+ */#) { match in
            " N" + String(repeating: " ", count: max(0, match.output.count - 2))
        }.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }

    @Test(arguments: [(40, "C"), (80, "C.UTF-8"), (200, "en_US.UTF-8")])
    func `every command's output in a window`(_ width: Int, _ locale: String) async throws {
        let text = try await Self.transcript(Self.session, width, locale: locale)
        let difference = try Golden.difference(text, from: "window-\(width).txt")
        #expect(difference == nil, "\(difference ?? "")")
        let other = try await Self.transcript(Self.regional, width, locale: locale)
        let otherDifference = try Golden.difference(other, from: "window-regional-\(width).txt")
        #expect(otherDifference == nil, "\(otherDifference ?? "")")
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
        // `fake serve` is below. The others' lines come from AWS, and are the same in every window: DoctorTests and
        // AWSCallTests hold them.
        let elsewhere: Set = ["fake serve", "aws call", "doctor"]
        let shown = Set(
            (Self.session + Self.regional).map { words in
                Self.commands.filter { words.joined(separator: " ").hasPrefix($0) }.max { $0.count < $1.count } ?? ""
            })
        let left = Set(Self.commands).subtracting(shown).subtracting(elsewhere)
        #expect(left.isEmpty, "\(left)")
    }

    @Test(arguments: ["40", "80", "200"])
    func `the served cloud says in any window how to reach it`(_ columns: String) async throws {
        let scratch = try Scratch()
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("reconcile").path
        // It serves until it is told to end.
        let script = """
            '\(program)' fake serve --state state.db >out 2>&1 & served=$!
            until grep -q SECRET out; do kill -0 $served || exit 1; sleep 0.1; done
            kill -TERM $served && wait $served; code=$?
            sed -E 's/:[0-9]+$/:PORT/; s/(KEY_ID|ACCESS_KEY)=.*/\\1=KEY/' out; exit $code
            """
        let ran = try await Tool.run(
            "/bin/bash", ["-c", script], in: scratch.path,
            environment: ["PATH": "/usr/bin:/bin", "COLUMNS": columns, "LC_ALL": columns == "40" ? "C" : "C.UTF-8"])
        let difference = try Golden.difference("exit code \(ran.status)\n\(ran.output)", from: "fake-serve.txt")
        #expect(difference == nil, "\(difference ?? "")\(ran.errors)")
    }
}
