import AWSClient
import AWSCredentials
import AWSPaginators
import CallRecords
import CloudCalls
import FakeCloudStore
import HTTPClient
import HTTPMessages
import Terminal
import Values

/// Who answers `aws call`: AWS where that was asked for by name, an endpoint of one's own on this machine, or the fake
/// cloud.
struct CallTarget {
    let time: any TimeSource
    private let calls: any AWSCalls
    /// Nil for the fake cloud.
    private let client: AWSClient?
    /// AWS itself may be called.
    private let mayLeave: Bool

    init(_ options: Options, _ output: TextOutput, _ configuration: SharedConfiguration) throws {
        let provider = options.value("provider")
        mayLeave = provider == "aws"
        if provider == "fake" {
            if options.has("dry-run") {
                throw UsageProblem("--dry-run shows what is signed for AWS; the fake cloud takes no signatures")
            }
            let cloud = try FakeClouds.open(options)
            time = cloud.clock
            calls = try Self.recorded(cloud)
            client = nil
            return
        }
        let log = RequestLog(options, output)
        let connection: AWSConnection
        time = SystemClock()
        do throws(HTTPError) {
            connection = try AWSConnection(
                configuration, time: time, random: SystemRandom(), observe: log.tell, observeRetries: log.tell)
        } catch {
            throw CommandFailure("\(error).")
        }
        calls = try Self.recorded(connection.calls)
        client = connection.client
    }

    private static func recorded(_ calls: any AWSCalls) throws(CommandFailure) -> any AWSCalls {
        do throws(RecordError) { return try RecordedCalls.ifAsked(calls) } catch { throw CommandFailure("\(error)") }
    }

    /// The request as it may be shown; nothing of it is sent.
    func shown(_ request: AWSRequest) async throws(CommandFailure) -> HTTPRequest {
        do throws(AWSError) {
            guard let client else { throw AWSError("Client.InvalidRequest", "the fake cloud takes no signatures") }
            return try await client.shownRequest(request)
        } catch {
            throw Self.failure(error, request)
        }
    }

    /// The operation's answer, or that of all its pages together.
    func answer(_ request: AWSRequest, _ paginator: Paginator?) async throws(CommandFailure) -> Value {
        do throws(AWSError) {
            if let client, !mayLeave { try Self.refuseLeaving(for: try client.endpointURL(request)) }
            if let paginator { return try await paginator.all(calls, request, time: time) }
            return try await calls.call(request)
        } catch {
            throw Self.failure(error, request)
        }
    }

    private static func refuseLeaving(for url: String) throws(AWSError) {
        guard HTTPAddress(url: url)?.isLoopback == true else {
            throw AWSError(
                "Client.ProviderNotNamed",
                "the call would go to \(url), and leaves this machine only with --provider aws")
        }
    }

    private static func failure(_ error: AWSError, _ request: AWSRequest) -> CommandFailure {
        let id = error.requestID.isEmpty ? "" : ", request \(error.requestID)"
        let effect = error.effect == .unknown && !request.isRead
        return CommandFailure(
            "\(request.service) \(request.operation) in \(request.region) failed: \(error.message) [\(error.code)]\(id)",
            hint: effect ? "It may have taken effect all the same: look before you call it again." : "")
    }
}
