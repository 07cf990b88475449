import Terminal

/// `reconcile manual --out FOLDER`: manual pages and the reference of commands.
enum ManualVerb {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        guard let folder = options.value("out") else {
            throw UsageProblem("--out is missing: the folder that the pages go to", hint: "Say --out FOLDER.")
        }
        var files = [(path: "commands.md", text: ReferencePage.text(CommandTree.root))]
        for (path, command) in CommandTree.root.walk() {
            let page = ManualPage(command, path: path, date: Program.date)
            files.append((path: "man1/\(page.file)", text: page.text))
        }
        for file in files {
            let path = "\(folder)/\(file.path)"
            try Files.makeFolder(of: path)
            try Files.write(file.text, to: path)
            output.result(path)
        }
        return 0
    }
}
