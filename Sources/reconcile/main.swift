import Commands
import Foundation
import Terminal

/// What one of the standard streams can show now.
func traits(of stream: Int32) -> TerminalTraits {
    var size = winsize()
    let isKnown = ioctl(stream, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return TerminalTraits(
        isTerminal: isatty(stream) == 1, size: isKnown ? (Int(size.ws_col), Int(size.ws_row)) : nil,
        environment: ProcessInfo.processInfo.environment)
}

let output = TextOutput(
    standard: { FileHandle.standardOutput.write(Data($0.utf8)) },
    side: { FileHandle.standardError.write(Data($0.utf8)) },
    standardTraits: { traits(of: STDOUT_FILENO) }, sideTraits: { traits(of: STDERR_FILENO) })

let code = await Program.run(Array(CommandLine.arguments.dropFirst()), output) { question in
    guard isatty(STDIN_FILENO) == 1 else { return nil }
    FileHandle.standardError.write(Data(question.utf8))
    return readLine()
}
exit(code)
