import Documents
import States
import Terminal
import Values

/// `reconcile output [NAME]`: where the platforms of a state answer.
enum OutputVerb {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: Verbs.Ask
    ) async throws -> Int32 {
        let store = try Session.openStore(options)
        let platform = try Chosen.platform(store, options)
        let answers: [(name: String, value: String)]
        do throws(StateError) { answers = Answers.all(try store.recorded(platform)) } catch {
            throw CommandFailure(error)
        }
        if let name = options.words.first {
            guard let value = answers.first(where: { $0.name == name })?.value else {
                let names = answers.map(\.name).joined(separator: ", ")
                throw CommandFailure(
                    "\(platform) has no output `\(name)`.",
                    hint: names.isEmpty ? "It has none yet: apply its spec." : "It has: \(names).")
            }
            output.result(options.has("json") ? JSON.text(of: .string(value)) : value)
        } else if options.has("json") {
            output.result(JSON.pretty(.object(Members(answers.map { ($0.name, .string($0.value)) }))))
        } else {
            for answer in answers { output.result("\(answer.name) = \(answer.value)") }
        }
        return 0
    }
}
