/// Markdown as GitHub and GitLab show it, built up to a size in bytes.
struct MarkdownText {
    private var parts: [String] = []
    private var size = 0
    private let limit: Int
    /// What stands at the very end, whatever is left out before it.
    var end = ""

    init(limit: Int) { self.limit = limit }

    /// A paragraph that is never left out.
    mutating func add(_ paragraph: String) {
        parts.append(paragraph)
        size += paragraph.utf8.count + 2
    }

    var finished: String { (parts + [end].filter { !$0.isEmpty }).joined(separator: "\n\n") + "\n" }

    /// Entries folded under a title with their number; those for which there is no room are only counted.
    mutating func fold(_ title: String, of entries: [String], isOpen: Bool) {
        guard !entries.isEmpty else { return }
        let fence = String(repeating: "`", count: max(3, (entries.map(Self.ticks).max() ?? 0) + 1))
        let head = "<details\(isOpen ? " open" : "")><summary>\(title): \(entries.count)</summary>\n\n\(fence)diff\n"
        let tail = "\(fence)\n\n</details>"
        // Room for the titles and the counts of all that may follow.
        var room = limit - size - head.utf8.count - tail.utf8.count - end.utf8.count - 1200
        var shown: [String] = []
        for entry in entries {
            room -= entry.utf8.count + 1
            guard room > 0 else { break }
            shown.append(entry)
        }
        let left = entries.count - shown.count
        if left > 0 { shown.append("# and \(left) more; `reconcile plan` shows all") }
        add(head + shown.joined(separator: "\n") + "\n" + tail)
    }

    /// The longest run of backticks, which a fence must be longer than.
    private static func ticks(_ text: String) -> Int {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    /// The first of some lines, and how many there are beyond.
    static func few(_ lines: [String], _ most: Int) -> [String] {
        guard lines.count > most else { return lines }
        return lines.prefix(most) + ["  and \(lines.count - most) more"]
    }

    /// Text in which nothing is taken for Markdown, HTML or a mention.
    static func escaped(_ text: String, from start: Int = 0) -> String {
        var escaped = ""
        for character in text.dropFirst(start) {
            switch character {
            case "<": escaped += "&lt;"
            case "&": escaped += "&amp;"
            case "@": escaped += "&#64;"
            case "\\", "`", "*", "_", "[", "]", "|", "#", "~": escaped += "\\\(character)"
            case "\n", "\r": escaped += " "
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
