import Documents
import Foundation
import Values

func note(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }

do throws(BenchmarkFailure) {
    let words = Array(CommandLine.arguments.dropFirst())
    guard !words.contains("--help") else {
        print(Arguments.help)
        exit(0)
    }
    let arguments = try Arguments(words)
    if let child = arguments.child {
        print(JSON.text(of: try PlannerBenchmark(size: child.size, situation: child.situation).run()))
        exit(0)
    }
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    let results = try Suite(arguments: arguments, own: own, tell: { note("measuring \($0)") }).run()
    if arguments.isJSON {
        print(JSON.pretty(.object(Members(results.map { ($0.key, .list($0.value)) }))))
    } else {
        for line in Table(results).lines { print(line) }
    }
} catch {
    note("error: \(error.message)")
    exit(1)
}
