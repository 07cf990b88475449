import AWSSigning
import CloudCalls
import HTTPClient
import HTTPMessages
import TestSupport
import Values

@testable import AWSCredentials

/// Surroundings made up for a test, and what the chain finds in them.
struct Surrounded {
    var variables: [String: String] = ["HOME": "/home/x", "AWS_EC2_METADATA_DISABLED": "true"]
    var files: [String: String] = [:]
    var profile: String?
    var http = StandInHTTP.silent()
    let time = VirtualTime()

    /// 2026-01-01, the virtual clock's beginning, and an hour later.
    static let hour = "2026-01-01T01:00:00Z"

    init(config: String = "", credentials: String = "") {
        files["/home/x/.aws/config"] = config
        files["/home/x/.aws/credentials"] = credentials
    }

    func configuration() throws -> SharedConfiguration {
        let files = files
        return try SharedConfiguration(
            Surroundings(variables: variables) { files[$0].map { Array($0.utf8) } }, profile: profile)
    }

    func tools() throws -> SourceTools {
        SourceTools(
            configuration: try configuration(), http: http, nearHTTP: http, time: time,
            random: SeededRandomSource(seed: 1))
    }

    func resolve() async throws -> ChainResult { await CredentialChain(try tools()).resolve() }

    /// The problem that the chain ends with; it must hold nothing that a test planted.
    func problem() async throws -> String? {
        let result = try await resolve()
        guard case .failure(let problem) = result.found else { return nil }
        let texts = [problem.description] + result.reports.map(\.reason)
        return texts.contains { $0.contains("planted") } ? "a planted secret" : problem.description
    }

    /// The access key that wins.
    func key() async throws -> String? { try await resolve().found.get().credentials.accessKeyID }
}
