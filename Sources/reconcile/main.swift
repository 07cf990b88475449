import CMalloc
import Commands
import FoundationEssentials
import Glibc
import Terminal

// Each thread's heap begins with as much as most commands need: glibc grows it a page and a system call at a time.
_ = mallopt(M_TOP_PAD, 16 << 20)
_ = mallopt(M_MMAP_THRESHOLD, 4 << 20)
_ = mallopt(M_TRIM_THRESHOLD, 64 << 20)
// A file that grows beyond `ulimit -f` is told as a disk that takes no more, not answered by a death.
signal(SIGXFSZ, SIG_IGN)

/// What one of the standard streams can show now.
func traits(of stream: Int32) -> TerminalTraits {
    var size = winsize()
    let isKnown = ioctl(stream, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return TerminalTraits(
        isTerminal: isatty(stream) == 1, size: isKnown ? (Int(size.ws_col), Int(size.ws_row)) : nil,
        environment: ProcessInfo.processInfo.environment)
}

let results = StandardStream(descriptor: STDOUT_FILENO)
let notes = StandardStream(descriptor: STDERR_FILENO)
let output = TextOutput(
    standard: { results.write($0) }, side: { notes.write($0) },
    standardTraits: { traits(of: STDOUT_FILENO) }, sideTraits: { traits(of: STDERR_FILENO) })

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
