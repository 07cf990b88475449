import Foundation
import Testing

/// The rules of the house, checked on the sources themselves.
@Suite struct HouseRulesTests {
    private struct Source {
        let path: String
        let lines: [Substring]
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func sources(in folder: String) throws -> [Source] {
        let base = root.appendingPathComponent(folder)
        let paths = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let text = try String(contentsOf: base.appendingPathComponent(path), encoding: .utf8)
            return Source(
                path: "\(folder)/\(path)", lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }

    @Test func `no source file is longer than 300 lines`() throws {
        let long = try Self.sources(in: "Sources").filter { $0.lines.count > 301 }.map {
            "\($0.path): \($0.lines.count)"
        }
        #expect(long.isEmpty)
    }

    @Test func `nothing crashes on purpose or leaves work for later`() throws {
        let banned = ["try!", "as!", "fatalError(", "TODO", "FIXME", "@unchecked Sendable", "nonisolated(unsafe)"]
        var found: [String] = []
        for source in try Self.sources(in: "Sources") where !source.path.hasPrefix("Sources/System/") {
            for (number, line) in source.lines.enumerated() {
                for word in banned where line.contains(word) { found.append("\(source.path):\(number + 1): \(word)") }
            }
        }
        #expect(found.isEmpty)
    }

    @Test func `the pure modules know no clock, no randomness and no Foundation`() throws {
        let pure = [
            "Values", "Diagnostics", "Documents", "Specs", "Resources", "Blueprints", "Planning", "Migrations",
            "Engine", "Capacity", "CloudCalls", "Costs", "Drawings", "Insight", "Policies", "Providers", "AWSKinds",
            "FakeAWS",
            "Reports",
            "AWS/AWSModels", "AWS/AWSProtocols", "AWS/AWSEndpoints", "AWS/AWSPaginators", "AWS/AWSWaiters",
            "AWS/JMESPaths", "AWS/HTTPMessages",
        ]
        let banned = [
            "import Foundation", "import Glibc", "import Dispatch", "Task.sleep", "ContinuousClock", "Date()",
            ".random(", "SystemRandomNumberGenerator", "UUID()", "Task.detached", "print(",
        ]
        var found: [String] = []
        for module in pure {
            for source in try Self.sources(in: "Sources/\(module)") {
                for (number, line) in source.lines.enumerated() {
                    for word in banned where line.contains(word) && !line.contains("//") {
                        found.append("\(source.path):\(number + 1): \(word)")
                    }
                }
            }
        }
        #expect(found.isEmpty)
    }

    @Test func `every test that drives a fake cloud records its calls for the check of shapes`() throws {
        let silent = try Self.sources(in: "Tests").filter { source in
            source.lines.contains { $0.contains(" FakeCloud(") } && !source.lines.contains { $0.contains("recorded(") }
        }
        #expect(silent.map(\.path).isEmpty)
    }
}
