import States
import Terminal

/// `reconcile state export`: what the state knows of a platform, as JSON.
enum StateExport {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let store = try Session.openStore(options)
        let platform = try Chosen.platform(store, options)
        let text: String
        do throws(StateError) { text = try store.exported(platform) } catch { throw CommandFailure(error) }
        if let path = options.value("out") {
            try Files.write(text + "\n", to: path)
            output.note("What the state knows of \(platform) is in \(path).")
        } else {
            output.result(text)
        }
        return 0
    }
}
