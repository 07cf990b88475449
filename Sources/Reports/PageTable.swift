import Documents

/// Tables and data of our HTML pages.
enum PageTable {
    /// What every page of ours may do: nothing but what is in it.
    static let rights =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        + "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">"

    /// A table that scrolls sideways where it has no room, reachable by keyboard; the first cell of a row names it.
    static func html(_ caption: String, _ head: [String], _ rows: [[String]]) -> String {
        let heads = head.map { "<th scope=\"col\">\(HTMLText.escaped($0))</th>" }.joined()
        let body = rows.map { row in
            let cells = row.dropFirst().map { "<td>\(HTMLText.escaped($0))</td>" }.joined()
            return "<tr><th scope=\"row\">\(HTMLText.escaped(row.first ?? ""))</th>\(cells)</tr>"
        }.joined(separator: "\n")
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(HTMLText.escaped(caption))"><table>
            <caption>\(HTMLText.escaped(caption))</caption>
            <thead><tr>\(heads)</tr></thead><tbody>
            \(body)
            </tbody></table></div>
            """
    }

    /// JSON in which nothing ends the script element that holds it.
    static func embedded(_ json: String) -> String {
        json.split(separator: "<", omittingEmptySubsequences: false).joined(separator: "\\u003c")
    }
}
