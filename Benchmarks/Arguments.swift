import Values

/// What the user asked of the benchmarks.
struct Arguments {
    static let parts = ["planner", "journal", "start", "empty-plan", "critical-path", "apply"]

    var isJSON = false
    /// The program that is measured from outside.
    var program = ".build/release/reconcile"
    var specPath = "specs/phase4.json"
    var only: Set<String> = Set(parts)
    var sizes = [1_000, 5_000, 20_000, 100_000]
    var speeds = [200, 500, 1_000, 2_000]
    /// What each call of the critical path takes longer than inside one process.
    var latency = TimeSpan.milliseconds(100)
    /// Folders whose file systems the journal is measured on.
    var folders = ["/dev/shm", ".build"]
    /// Inside of a child: the one size and situation to measure.
    var child: (size: Int, situation: PlannerBenchmark.Situation)?

    static let help = """
        Measures reconcile; build it first: swift build -c release

          benchmarks [--json] [--only planner,journal,start,empty-plan,critical-path,apply] [--program PATH]
                     [--spec FILE] [--sizes 1000,5000,20000,100000] [--speeds 200,500,1000,2000]
                     [--folders /dev/shm,.build] [--latency MILLISECONDS]

        Example: .build/release/benchmarks --only planner --sizes 1000,20000
        """

    init(_ words: [String]) throws(BenchmarkFailure) {
        var left = words[...]
        while let word = left.popFirst() {
            if word == "--json" {
                isJSON = true
                continue
            }
            guard let value = left.popFirst() else { throw BenchmarkFailure("\(word) needs a value\n\(Self.help)") }
            let values = value.split(separator: ",").map(String.init)
            switch word {
            case "--only":
                only = Set(values)
                if let wrong = values.first(where: { !Self.parts.contains($0) }) {
                    throw BenchmarkFailure("there is no part \(wrong): \(Self.parts.joined(separator: ", "))")
                }
            case "--program": program = value
            case "--spec": specPath = value
            case "--sizes": sizes = try Self.numbers(values)
            case "--speeds": speeds = try Self.numbers(values)
            case "--folders": folders = values
            case "--latency": latency = .milliseconds(try Self.numbers([value])[0])
            case "--child":
                guard values.count == 2, let size = Int(values[0]),
                    let situation = PlannerBenchmark.Situation(rawValue: values[1])
                else { throw BenchmarkFailure("--child takes SIZE,SITUATION") }
                child = (size, situation)
            default: throw BenchmarkFailure("there is no option \(word)\n\(Self.help)")
            }
        }
    }

    private static func numbers(_ values: [String]) throws(BenchmarkFailure) -> [Int] {
        let numbers = values.compactMap { Int($0) }.filter { $0 > 0 }
        guard numbers.count == values.count else {
            throw BenchmarkFailure("\(values.joined(separator: ",")) are no positive numbers")
        }
        return numbers
    }
}
