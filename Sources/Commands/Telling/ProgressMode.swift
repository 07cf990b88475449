import Engine
import Terminal

/// How a run is told on standard error: `--progress`.
enum ProgressMode {
    case tty, plain, quiet, json

    init(_ options: Options, _ output: TextOutput) {
        switch options.value("progress") ?? "auto" {
        case "tty": self = .tty
        case "plain": self = .plain
        case "quiet": self = .quiet
        case "json": self = .json
        default: self = output.noteTraits.isInteractive ? .tty : .plain
        }
    }

    /// A live region where none can be drawn would be a mess of lines: who asks for it is told at once.
    static func check(_ options: Options, _ output: TextOutput) throws(CommandFailure) {
        guard options.value("progress") == "tty", !output.noteTraits.isInteractive else { return }
        throw CommandFailure(
            "--progress tty: standard error is no terminal that a live region could be drawn on.",
            hint: "Say --progress plain, or leave it out.")
    }

    /// Whether lines for people tell an event.
    func tells(_ event: RunEvent) -> Bool {
        switch self {
        case .tty, .plain: true
        case .json: false
        case .quiet:
            switch event {
            case .stepFailed, .gateFailed, .cancelling: true
            default: false
            }
        }
    }
}
