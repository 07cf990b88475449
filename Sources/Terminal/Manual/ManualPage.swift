/// A command's manual page in mdoc(7), made of what its help is made of.
public struct ManualPage<Action: Sendable>: Sendable {
    private let command: Command<Action>
    private let path: [String]
    private let date: String

    /// - Parameter date: as mdoc has it, for example `November 29, 2026`.
    public init(_ command: Command<Action>, path: [String], date: String) {
        self.command = command
        self.path = path
        self.date = date
    }

    /// For example `reconcile-plan.1`.
    public var file: String { "\(name).1" }
    private var name: String { path.joined(separator: "-") }

    public var text: String {
        var lines = [
            ".Dd \(date)", ".Dt \(name.uppercased()) 1", ".Os", ".Sh NAME", ".Nm \(name)",
            ".Nd \(Mdoc.phrase(command.summary))", ".Sh SYNOPSIS",
        ]
        lines += [".Nm \(path.joined(separator: " "))"] + synopsis
        lines += [".Sh DESCRIPTION"] + Mdoc.text(command.summary)
        if !command.details.isEmpty { lines += [".Pp"] + Mdoc.text(command.details) }
        let parameters = command.grammar.parameters
        if !command.subcommands.isEmpty {
            lines += [".Pp", "The commands are:", ".Bl -tag -width Ds"]
            for one in command.subcommands {
                lines += [".It Cm \(one.name)"] + Mdoc.text(one.summary)
                lines += ["See", ".Xr \(name)-\(one.name) 1 ."]
            }
            lines.append(".El")
        }
        if !parameters.isEmpty {
            lines += [".Pp", "The arguments and options are:", ".Bl -tag -width Ds"]
            for one in parameters { lines += [".It \(item(one))"] + Mdoc.text(one.help) }
            lines.append(".El")
        }
        lines += [
            ".Sh EXIT STATUS", "0 for success, 1 for failure, 64 for a command line that can't be understood,",
            "130 when the user stopped it.",
        ]
        if parameters.contains(where: { $0.name == "detailed-exitcode" }) {
            lines += ["With", ".Fl -detailed-exitcode", "it is 2 when there is something to do."]
        }
        lines += [".Sh EXAMPLES", ".Dl \(Mdoc.escaped(command.example))"]
        if path.count > 1 { lines += [".Sh SEE ALSO", ".Xr \(path.dropLast().joined(separator: "-")) 1"] }
        return lines.joined(separator: "\n") + "\n"
    }

    private var synopsis: [String] {
        if !command.subcommands.isEmpty { return [".Ar command", ".Op Ar ..."] }
        return command.grammar.parameters.filter { $0.isWord || !$0.isCommon }.map { one in
            switch one.role {
            case .word(let isRequired):
                isRequired ? ".Ar \(Mdoc.escaped(one.name))" : ".Op Ar \(Mdoc.escaped(one.name))"
            case .flag, .option: ".Op \(item(one))"
            }
        }
    }

    private func item(_ one: Parameter) -> String {
        switch one.role {
        case .word: "Ar \(Mdoc.escaped(one.name))"
        case .flag: one.short.map { "Fl \($0) , -\(one.name)" } ?? "Fl -\(one.name)"
        case .option: "Fl -\(one.name) Ar \(Mdoc.escaped(one.placeholder))"
        }
    }
}
