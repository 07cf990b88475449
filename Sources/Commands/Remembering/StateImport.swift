import States
import Terminal

/// `reconcile state import FILE`: takes over what `state export` wrote.
enum StateImport {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let path = options.words[0]
        let bytes = try Files.read(path)
        let store = try Session.openStore(options)
        return try await Execution.underLease(store, options) { _ in
            do {
                let copy = try ExportedState(bytes, file: path)
                if let known = try store.platform(copy.platform.name) {
                    output.note(
                        "\(store.path) knows \(known.name) already, at serial \(known.serial); the file is of serial "
                            + "\(copy.platform.serial).")
                    let question = "Put the file's \(copy.resources.count) resources in its place? Only `yes` does: "
                    guard try Confirmation.given(question, "yes", options, output, ask) else { return 1 }
                }
                try store.importing(copy)
                output.result(
                    "\(copy.platform.name): \(copy.resources.count) resources, serial \(copy.platform.serial).")
                return 0
            } catch let error as StateError {
                throw CommandFailure(error)
            }
        }
    }
}
