import Glibc

// Measures the client; `Tests/scripts/bench_client.py` runs it beside boto3.
let words = Array(CommandLine.arguments.dropFirst())
do {
    switch (words.first, words.count) {
    case ("serve", 2): try CannedServer.run(answering: words[1])
    case ("calls", 4): try await Measuring.calls(port: words[1], inFlight: words[2], seconds: words[3])
    case ("repeat", 3): try await Measuring.repeated(port: words[1], count: words[2])
    case ("requests", 3): try await Measuring.requests(operation: words[1], seconds: words[2])
    case ("decode", 3): try Measuring.decode(file: words[1], times: words[2])
    default:
        print(
            "AWSBench serve FILE | calls PORT IN-FLIGHT SECONDS | repeat PORT COUNT | requests OPERATION SECONDS "
                + "| decode FILE TIMES")
        exit(64)
    }
} catch {
    print("failed: \(error)")
    exit(1)
}
