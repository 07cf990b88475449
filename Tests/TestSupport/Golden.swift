import Foundation

/// Text that is held against a file beside the tests; `UPDATE_GOLDEN=1` writes the file anew.
public enum Golden {
    /// The first line that differs, or nil when all are the same.
    /// - Parameters:
    ///   - name: the file in the folder `Golden` next to the calling test.
    ///   - hiding: texts that differ from run to run, with what stands for them.
    public static func difference(
        _ text: String, from name: String, hiding: [(text: String, by: String)] = [], file: String = #filePath
    ) throws -> String? {
        let path = URL(fileURLWithPath: file).deletingLastPathComponent()
            .appendingPathComponent("Golden/\(name)")
        var actual = text
        for one in hiding { actual = actual.replacingOccurrences(of: one.text, with: one.by) }
        for (pattern, name) in changing {
            actual = actual.replacingOccurrences(of: pattern, with: name, options: .regularExpression)
        }
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try actual.write(to: path, atomically: true, encoding: .utf8)
            return nil
        }
        let expected = try String(contentsOf: path, encoding: .utf8)
        guard actual != expected else { return nil }
        let lines = [expected, actual].map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
        let index = zip(lines[0], lines[1]).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        let place = index ?? min(lines[0].count, lines[1].count)
        let pair = lines.map { place < $0.count ? String($0[place]) : "(the end)" }
        return
            "\(name), line \(place + 1):\n- \(pair[0])\n+ \(pair[1])\nUPDATE_GOLDEN=1 writes it anew; look at the diff."
    }

    /// What is made up anew in each run.
    private static let changing = [
        ("run-[0-9]+-[0-9]+-[0-9]+", "RUN"),
        ("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID"),
        ("\\b([a-z]+)-[0-9a-f]{17}\\b", "$1-ID"), ("\\b[0-9]{1,3}(\\.[0-9]{1,3}){3}\\b(?!/)", "ADDRESS"),
        ("\\b20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(\\.[0-9]+)?Z?", "TIME"),
        ("\\b[0-9a-f]{64}\\b", "SHA256"), ("`[0-9a-f]{12}`", "`HASH`"), ("[0-9]+ (s|min) ago", "SPAN ago"),
    ]
}
