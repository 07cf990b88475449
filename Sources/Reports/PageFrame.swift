import Documents

/// What is around every page of ours: one file that asks nothing of any network.
enum PageFrame {
    /// - Parameters:
    ///   - style: beside the style that all have; empty for nothing.
    ///   - skip: a part's id and what leads to it, for who reads by keyboard.
    ///   - header: what stands under the title.
    ///   - json: the data of the page, which the script and other programs read.
    static func html(
        title: String, style: String = "", skip: (id: String, words: String), header: String, main: String,
        json: String, script: String
    ) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        \(PageTable.rights)
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(HTMLText.escaped(title))</title>
        <style>
        \(PageParts.style)\(style.isEmpty ? "" : "\n" + style)
        </style>
        </head>
        <body>
        <a class="skip" href="#\(skip.id)">\(skip.words)</a>
        <header>
        <h1>\(HTMLText.escaped(title))</h1>
        \(header)
        </header>
        <main>
        \(main)
        </main>
        <script type="application/json" id="data">\(PageTable.embedded(json))</script>
        <script>
        \(script)
        </script>
        </body>
        </html>

        """
    }
}
