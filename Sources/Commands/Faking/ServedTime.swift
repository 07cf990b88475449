import HTTPMessages
import Values

/// How `fake serve` and our own client agree on the cloud's time: by fields beside AWS's own.
enum ServedTime {
    /// Of answers: simulated seconds in a real one.
    static let speedField = "x-fake-speed"
    /// Of answers: the cloud's time in milliseconds since 1970.
    static let timeField = "x-fake-time"
    /// Of requests: the moment, in the cloud's time, after which the call must not take effect.
    static let deadlineField = "x-fake-deadline"

    static func deadline(_ request: HTTPRequest) -> Instant? {
        request.headers[deadlineField].flatMap { Int($0) }.map(Instant.init)
    }
}
