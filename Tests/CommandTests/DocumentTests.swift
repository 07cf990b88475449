import Foundation
import TestSupport
import Testing

@testable import Commands

/// Pages that show sessions are run word for word.
struct DocumentTests {
    @Test(arguments: ["first-day.md"]) func `a session on a page goes as the page says`(_ name: String) async throws {
        let place = try Place()
        let page = try String(contentsOfFile: "\(place.root)/docs/\(name)", encoding: .utf8)
        var commands: [(line: String, wanted: [String])] = []
        var isInside = false
        for line in page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```") {
                isInside.toggle()
            } else if isInside, line.hasPrefix("$ reconcile ") {
                commands.append((String(line.dropFirst("$ reconcile ".count)), []))
            } else if isInside, !commands.isEmpty {
                commands[commands.count - 1].wanted.append(line)
            }
        }
        #expect(commands.count > 10)
        for (line, wanted) in commands {
            let words = CommandLineText.words(of: line).map {
                $0.hasPrefix("specs/") ? "\(place.root)/\($0)" : $0
            }
            let ran = await place.run(words)
            let got = (ran.note + ran.result).replacingOccurrences(of: "\(place.root)/", with: "")
                .split(separator: "\n", omittingEmptySubsequences: false).map(String.init).filter { !$0.isEmpty }
            #expect(ran.code == 0, "\(line)\n\(ran.note)")
            #expect(Self.matches(wanted.filter { !$0.isEmpty }, got), "\(line)\n\(got.joined(separator: "\n"))")
        }
    }

    /// Whether the lines are the wanted ones, where `...` stands for any, and a last line that begins as wanted will do
    /// for a legend.
    private static func matches(_ wanted: [String], _ got: [String]) -> Bool {
        var rest = got[...]
        var skips = false
        for line in wanted {
            if line == "..." {
                skips = true
            } else if skips {
                guard let found = rest.firstIndex(where: { $0.hasPrefix(line) }) else { return false }
                rest = rest[(found + 1)...]
                skips = false
            } else {
                guard rest.first == line else { return false }
                rest = rest.dropFirst()
            }
        }
        return skips || rest.isEmpty
    }
}
