import Insight
import Specs
import Terminal

/// `reconcile render SPEC --out FOLDER`.
enum Render {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        guard let folder = options.value("out") else {
            throw UsageProblem("--out is missing: the folder that the files go to", hint: "Say --out FOLDER.")
        }
        let spec = try Session.readSpec(options.words[0], options, output)
        for file in Rendering.files(of: spec) {
            let path = "\(folder)/\(file.path)"
            try Files.makeFolder(of: path)
            try Files.write(file.text, to: path)
            output.result(path)
        }
        return 0
    }
}
