import Commands
import Foundation
import Terminal

// A file that grows beyond `ulimit -f` is told as a disk that takes no more, not answered by a death.
signal(SIGXFSZ, SIG_IGN)

let output = TextOutput(
    standard: { FileHandle.standardOutput.write(Data($0.utf8)) },
    side: { FileHandle.standardError.write(Data($0.utf8)) }, isTerminal: isatty(2) == 1)

let code = await Program.run(Array(CommandLine.arguments.dropFirst()), output) { question in
    guard isatty(0) == 1 else { return nil }
    FileHandle.standardError.write(Data(question.utf8))
    return readLine()
}
exit(code)
