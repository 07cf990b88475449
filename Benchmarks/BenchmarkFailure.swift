/// Why a measurement can't be made, or measured something that is wrong.
struct BenchmarkFailure: Error {
    let message: String

    init(_ message: String) { self.message = message }
}
