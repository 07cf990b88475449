import Documents
import States
import Terminal
import Values

/// `reconcile output [NAME]`: where the platforms of a state answer.
enum OutputVerb {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: @Sendable (String) -> String?
    ) async throws -> Int32 {
        guard options.words.count <= 1 else { throw UsageFailure("This command takes one name at most.") }
        let store = try Session.openStore(options)
        let platform = try Chosen.platform(store, options)
        let answers: [(name: String, value: String)]
        do throws(StateError) { answers = Answers.all(try store.recorded(platform), domain: nil) } catch {
            throw CommandFailure(error)
        }
        if let name = options.words.first {
            guard let value = answers.first(where: { $0.name == name })?.value else {
                let names = answers.map(\.name).joined(separator: ", ")
                throw CommandFailure("\(platform) has no output `\(name)`.", hint: "It has: \(names).")
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
