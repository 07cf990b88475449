import Commands
import Glibc
import Terminal

// A file that grows beyond `ulimit -f` is told as a disk that takes no more, not answered by a death.
signal(SIGXFSZ, SIG_IGN)

let results = StandardStream(descriptor: STDOUT_FILENO)
let notes = StandardStream(descriptor: STDERR_FILENO)
let output = TextOutput(
    standard: { results.write($0) }, side: { notes.write($0) }, isTerminal: isatty(STDERR_FILENO) == 1)

let code = await Program.run(Array(CommandLine.arguments.dropFirst()), output) { question in
    guard isatty(STDIN_FILENO) == 1 else { return nil }
    notes.write(question)
    return readLine()
}
if let problem = results.problem {
    notes.write(
        "error: The results can't be written: \(problem).\n    Make room where they go, or send them elsewhere.\n")
    exit(code == 0 ? 1 : code)
}
exit(code)
