import AWSClient
import CloudCalls
import Terminal
import Values

/// What `--log-level debug` tells of every attempt at an AWS call: what, where, how it ended and how long it took; never
/// what was sent or answered.
struct RequestLog: Sendable {
    private let output: TextOutput
    let isOn: Bool

    init(_ options: Options, _ output: TextOutput) {
        self.output = output
        isOn = options.value("log-level") == "debug"
    }

    func tell(_ event: CallEvent) {
        guard isOn else { return }
        let status = event.status == 0 ? nil : "\(event.status)"
        let outcome = [status, event.error].compactMap { $0 }.joined(separator: " ")
        let id = event.requestID.isEmpty ? "" : ", request \(event.requestID)"
        note(event.service, event.operation, event.region, "\(outcome) in \(event.took.milliseconds) ms\(id)")
    }

    /// An attempt that no wire carried.
    func tell(_ request: AWSRequest, took: TimeSpan, error: AWSError?) {
        guard isOn else { return }
        note(
            request.service, request.operation, request.region,
            "\(error?.code ?? "answered") in \(took.milliseconds) ms of the cloud's time")
    }

    func tell(_ event: RetryEvent) {
        guard isOn else { return }
        note(
            event.service, event.operation, event.region,
            "attempt \(event.attempt) in \(event.wait.milliseconds) ms, after \(event.error)")
    }

    private func note(_ service: String, _ operation: String, _ region: String, _ text: String) {
        output.note(StyledLine("debug: \(service) \(operation) in \(region): \(text)", .aside))
    }
}
