import Diagnostics
public import Terminal

/// The program: arguments in, exit code out.
public enum Program {
    /// The version of the program.
    public static let version = "0.1.0"

    /// Runs one command.
    /// - Returns: 0 for success, 1 for failure, 2 for changes with `--detailed-exitcode`, 64 for wrong usage.
    public static func run(_ arguments: [String], _ output: TextOutput, ask: @Sendable (String) -> String?) async
        -> Int32
    {
        guard let name = arguments.first, !["help", "--help", "-h"].contains(name) else {
            for line in HelpText.lines { output.result(line) }
            return 0
        }
        if name == "version" || name == "--version" {
            output.result("reconcile \(version)")
            return 0
        }
        guard let command = Verbs.all[name] else {
            let near = Suggestion.nearest(to: name, among: Verbs.all.keys)
            output.note("error: there is no command `\(name)`." + (near.map { " Did you mean `\($0)`?" } ?? ""))
            output.note("See `reconcile help`.")
            return 64
        }
        do {
            let options = try Options(Array(arguments.dropFirst()))
            if options.has("help") {
                for line in HelpText.lines { output.result(line) }
                return 0
            }
            guard ["fake", nil].contains(options.value("provider")) else {
                if options.value("provider") == "aws" {
                    throw CommandFailure("--provider aws is not there yet: it comes with the signed client.")
                }
                throw UsageFailure("--provider is fake or aws.")
            }
            return try await command(options, output, ask)
        } catch let failure as CommandFailure {
            for line in failure.lines { output.note(line) }
            return 1
        } catch let failure as UsageFailure {
            output.note("error: \(failure.message)")
            output.note("See `reconcile help`.")
            return 64
        } catch {
            output.note("error: \(error)")
            return 1
        }
    }
}
