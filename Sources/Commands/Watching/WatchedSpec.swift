import Digests
import Documents
import Reports
import Specs
import Terminal

/// A spec's file that may change under our hands; what is no valid spec is told once, and the last good one stays.
struct WatchedSpec {
    private let path: String
    private let options: Options
    private(set) var spec: Spec
    private var hash: String

    enum News { case none, changed, broken([String]) }

    init(_ path: String, _ options: Options, _ output: TextOutput) throws(CommandFailure) {
        self.path = path
        self.options = options
        hash = try Self.hash(path, options)
        spec = try Session.readSpec(path, options, output)
    }

    /// Looks at the files again.
    mutating func look() -> News {
        let now: String
        do throws(CommandFailure) { now = try Self.hash(path, options) } catch { return .broken(error.lines) }
        guard now != hash else { return .none }
        do throws(CommandFailure) {
            let reading = try Session.read(path, options)
            hash = now
            guard let spec = reading.spec else { return .broken(DiagnosticReport.lines(reading.diagnostics)) }
            guard spec.name == self.spec.name, spec.account == self.spec.account else {
                return .broken(["error: \(path) is another platform's now: \(spec.name) of account \(spec.account)."])
            }
            defer { self.spec = spec }
            return spec == self.spec ? .none : .changed
        } catch {
            return .broken(error.lines)
        }
    }

    private static func hash(_ path: String, _ options: Options) throws(CommandFailure) -> String {
        var text = ""
        for file in [path] + options.all("var-file") {
            text += SHA256Digest.hex(String(decoding: try Files.read(file), as: UTF8.self))
        }
        return text
    }
}
