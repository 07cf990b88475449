import Documents
import Resources
import Values

extension PlatformDrawing {
    /// One page with everything in it: nothing is loaded, and nothing is sent anywhere.
    public var html: String {
        // In a script `<` could end it.
        let data = JSON.text(of: data).map { $0 == "<" ? "\\u003c" : String($0) }.joined()
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <title>\(HTMLText.escaped(title))</title>
            <style>
            \(HTMLPage.style)
            </style>
            </head>
            <body>
            \(HTMLPage.body(title: HTMLText.escaped(title), count: nodes.count))
            <script type="application/json" id="data">\(data)</script>
            <script>
            \(HTMLPage.script)
            </script>
            </body>
            </html>

            """
    }

    /// What the page is drawn from, for other programs to read out of it.
    private var data: Value {
        [
            "title": .string(title), "scopes": .strings(scopes),
            "nodes": .list(
                nodes.map { node in
                    [
                        "address": .string(node.address.text), "kind": .string(node.kind.name),
                        "scope": .string(node.scope), "area": .string(node.area), "zone": .string(node.zone),
                        "phase": .int(node.phase), "protected": .bool(node.isProtected),
                        "needs": .list(node.needs.map(Value.int)),
                    ]
                }),
        ]
    }
}
