import Terminal

/// The commands by name.
enum Verbs {
    typealias Verb = @Sendable (Options, TextOutput, @Sendable (String) -> String?) async throws -> Int32

    static let all: [String: Verb] = [
        "validate": Validate.run, "plan": PlanVerb.run, "apply": Apply.run, "destroy": Destroy.run,
        "step": StepVerb.run, "show": Show.run, "output": OutputVerb.run,
        "status": Status.run, "history": History.run, "state": StateVerb.run, "unlock": Unlock.run, "fake": Fake.run,
    ]

    /// The one word that a command needs.
    static func word(_ options: Options, _ what: String) throws(UsageFailure) -> String {
        guard options.words.count == 1 else { throw UsageFailure("This command takes \(what).") }
        return options.words[0]
    }
}
