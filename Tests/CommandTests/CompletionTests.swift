import Foundation
import Terminal
import TestSupport
import Testing

@testable import Commands

/// What shells offer, asked as their scripts ask and in the shells themselves.
struct CompletionTests {
    /// The candidates without their help; the first line says whether files are wanted.
    private func offered(_ place: Place, _ words: String..., shell: String = "fish") async -> [String] {
        // Place adds its state as the last words, which here are the first.
        let ran = await Self.answer(["__complete", shell] + words)
        return ran.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
    }

    private static func answer(_ words: [String]) async -> String {
        await Place.captured { output in await Program.run(words, output) { _ in nil } }
    }

    @Test func `commands, options and fixed values come from the grammar`() async throws {
        let place = try Place()
        let commands = await offered(place, "")
        #expect(Set(commands.dropFirst()) == Set(CommandTree.root.subcommands.map(\.name) + ["help"]))
        #expect(await offered(place, "state", "r") == ["-", "rm"])
        #expect(await offered(place, "help", "state", "r") == ["-", "rm"])
        #expect(await offered(place, "plan", "x.json", "--refresh-") == ["-", "--refresh-only"])
        #expect(await offered(place, "plan", "x.json", "--refresh", "") == ["-", "true", "false"])
        #expect(await offered(place, "plan", "x.json", "--refresh=f") == ["-", "--refresh=false"])
        // What may be given once is offered once; what may be repeated, again.
        #expect(!(await offered(place, "plan", "x.json", "--out", "p", "--").contains("--out")))
        #expect(await offered(place, "plan", "x.json", "--target", "p", "--targ").contains("--target"))
        for (path, command) in CommandTree.root.walk() where command.subcommands.isEmpty {
            let words = Array(path.dropFirst())
            let options = await Self.answer(["__complete", "zsh"] + words + ["--"])
            for parameter in command.grammar.parameters where parameter.placeholder.isEmpty {
                #expect(options.contains("--\(parameter.name)\t"), "\(words) \(parameter.name)")
            }
        }
    }

    @Test func `values come from the state and from the spec on the line`() async throws {
        let place = try Place()
        #expect(await offered(place, "show", "--state", place.state, "ap") == ["files"])
        #expect(!FileManager.default.fileExists(atPath: place.state), "a look makes no state")
        #expect(await place.apply(0).code == 0)
        #expect(
            await offered(place, "show", "--state", place.state, "ap-south-1/registry/")
                == ["files", "ap-south-1/registry/a", "ap-south-1/registry/b"])
        #expect(await offered(place, "history", "--state", place.state, "la") == ["-", "last"])
        #expect(await offered(place, "output", "--state", place.state, "") == ["-", "url"])
        #expect(await offered(place, "status", "--state", place.state, "--json", "x") == ["-"])
        #expect(await offered(place, "show", "x", "--state", place.state, "--platform", "") == ["-", "shop"])
        // Many are offered level by level.
        let top = await offered(place, "plan", place.spec(4), "--target", "")
        #expect(top == ["-", "ap-south-1/", "global/", "us-east-1/"])
        let level = await offered(place, "plan", place.spec(4), "--target", "us-east-1/network/sub")
        #expect(level.contains("us-east-1/network/subnet/private-a"), "\(level)")
        #expect(await offered(place, "doctor", "--region", "il-") == ["-", "il-central-1"])
        #expect(
            await offered(place, "plan", place.spec(0), "--set", "services[1].i") == ["-", "services[1].image="])
        // Bash hands over what stands around an equals sign as words of their own.
        #expect(await offered(place, "plan", "x", "--refresh", "=", "f", shell: "bash") == ["-", "false"])
        #expect(await offered(place, "plan", "x", "--refresh", "=", shell: "bash") == ["-", "true", "false"])
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `a press of the tabulator completes the line in the shell itself`(_ shell: String) async throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/\(shell)") else {
            // Said, not passed over in silence: scripts/setup --tests installs zsh and fish.
            print("\(shell) is not on this machine: its completion is not tried")
            return
        }
        let place = try Place()
        #expect(await place.apply(0).code == 0)
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("reconcile").path
        let ran = try await Tool.run(
            Tool.python,
            [
                "\(place.root)/Tests/scripts/check_completion.py", "--binary", program, "--shell", shell, "--state",
                place.state,
            ], in: place.folder.path)
        #expect(ran.status == 0, "\(ran.errors)\(ran.output)")
    }

    @Test func `no other shell has a script`() async throws {
        let place = try Place()
        let ran = await place.run("completion", "bsh")
        #expect(ran.code == 64 && ran.note.contains("Did you mean `bash`?"))
        for shell in ["bash", "zsh", "fish"] { #expect(await place.run("completion", shell).code == 0) }
    }
}
