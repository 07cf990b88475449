public import Terminal

/// The program: arguments in, exit code out.
public enum Program {
    /// The version of the program.
    public static let version = "0.1.0"
    /// The day of the version, as manual pages show it.
    static let date = "November 29, 2026"

    /// Runs one command.
    /// - Parameter ask: asks a question and gives the answer; nil when there is nobody to ask.
    /// - Returns: 0 for success, 1 for failure, 2 for changes with `--detailed-exitcode`, 64 for wrong usage, 130 when
    ///   the user stopped it.
    public static func run(
        _ arguments: [String], _ output: TextOutput, ask: @escaping @Sendable (String) -> String?
    ) async -> Int32 {
        if arguments.first == CompletionVerb.question { return CompletionVerb.answer(arguments, output) }
        let words = arguments == ["--version"] ? ["version"] : arguments
        do {
            switch try CommandTree.root.parse(words) {
            case .help(let path, let command):
                Help.lines(command, path: path, width: output.resultTraits.width).forEach { output.result($0) }
                return 0
            case .run(let verb, let options):
                let output = options.has("no-color") ? output.withoutColor : output
                return try await run(verb, options, output, ask)
            }
        } catch let problem as UsageProblem {
            output.note(StyledLine("error: \(problem.message)", .danger))
            if !problem.hint.isEmpty { output.note("    \(problem.hint)") }
            return 64
        } catch {
            output.note(StyledLine("error: \(error)", .danger))
            return 1
        }
    }

    private static func run(
        _ verb: Verbs.Verb, _ options: Options, _ output: TextOutput, _ ask: @escaping Verbs.Ask
    ) async throws -> Int32 {
        do {
            try ProgressMode.check(options, output)
            return try await verb(options, output, ask)
        } catch let failure as CommandFailure {
            for line in failure.lines {
                output.note(StyledLine(line, line.contains("error: ") ? .danger : .plain))
            }
            return 1
        }
    }
}
