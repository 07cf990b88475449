import AWSKinds
import Foundation
import Resources
import TestSupport
import Testing

/// The pages that are made from the code are the code's.
struct ReferenceTests {
    private static let folder = PythonTool.root.appendingPathComponent("docs/reference").path

    @Test func `the reference of commands and the manual pages are current`() async throws {
        let place = try Place()
        let out = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" ? Self.folder : place.path("out")
        let ran = await place.run("manual", "--out", out)
        #expect(ran.code == 0, "\(ran.note)")
        let files = ran.result.split(separator: "\n").map { String($0.dropFirst(out.count + 1)) }
        #expect(files.count > 40)
        for file in files {
            let (made, kept) = (
                try String(contentsOfFile: "\(out)/\(file)", encoding: .utf8),
                try? String(contentsOfFile: "\(Self.folder)/\(file)", encoding: .utf8)
            )
            #expect(made == kept, "\(file) is not current: reconcile manual --out docs/reference")
        }
        let kept = try FileManager.default.contentsOfDirectory(atPath: "\(Self.folder)/man1")
        #expect(Set(kept.map { "man1/\($0)" }).isSubset(of: files), "a page of a command that is gone")
    }

    @Test func `diagnostics and kinds are current, and no kind is missing`() async throws {
        let scratch = try Scratch()
        let script = PythonTool.root.appendingPathComponent("Tools/reference.py").path
        let ran = try await Tool.run(Tool.python, [script, "--check"], in: scratch.path)
        #expect(ran.status == 0, "\(ran.errors)")
        let kinds = try String(contentsOfFile: "\(Self.folder)/kinds.md", encoding: .utf8)
        for kind in AllKinds.byKind.keys.sorted() { #expect(kinds.contains("`\(kind)`"), "\(kind)") }
    }

    @Test func `the manual pages are good mdoc`() async throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/mandoc") else {
            // Said, not passed over in silence: scripts/setup --tests installs it.
            print("mandoc is not on this machine: the manual pages are not linted")
            return
        }
        let scratch = try Scratch()
        let pages = try FileManager.default.contentsOfDirectory(atPath: "\(Self.folder)/man1").sorted()
            .map { "\(Self.folder)/man1/\($0)" }
        let ran = try await Tool.run("/usr/bin/mandoc", ["-T", "lint", "-W", "style"] + pages, in: scratch.path)
        // It looks for what is referred to among the installed pages, and ours are not installed.
        let wrong = (ran.output + ran.errors).split(separator: "\n").filter {
            !$0.contains("referenced manual not found: Xr reconcile")
                && !($0.contains(": .Nd ") && $0.contains("longer than 80"))
        }
        #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
        let shown = try await Tool.run(
            "/usr/bin/mandoc", ["-T", "html", "\(Self.folder)/man1/reconcile-plan.1"], in: scratch.path)
        #expect(shown.output.contains("--detailed-exitcode"))
    }
}
