import AWSClient
import AWSCredentials
import CloudCalls
import TestSupport
import Values

/// moto behind a gate that checks signatures, one for all tests of a process.
struct CheckedMoto: Sendable {
    static let shared = Result { try CheckedMoto() }

    private let server: PythonServer

    private init() throws { server = try PythonServer("checked_moto.py") }

    /// A whole connection to it.
    func connection(
        secret: String = "checked-secret", time: any TimeSource = SystemClock()
    ) throws -> AWSConnection {
        let surroundings = Surroundings(variables: [
            "AWS_ENDPOINT_URL": "http://127.0.0.1:\(server.greeting)", "AWS_ACCESS_KEY_ID": "AKIDCHECKED",
            "AWS_SECRET_ACCESS_KEY": secret, "AWS_REGION": "eu-west-1", "AWS_RETRY_MODE": "standard",
        ]) { _ in nil }
        return try AWSConnection(try SharedConfiguration(surroundings), time: time, random: SystemRandom())
    }

    /// A clock that is wrong.
    struct WrongClock: TimeSource {
        let offset: TimeSpan
        func now() -> Instant { SystemClock().now() + offset }
        func sleep(until instant: Instant) async {
            let left = instant - now()
            await SystemClock().sleep(until: SystemClock().now() + left)
        }
    }
}
