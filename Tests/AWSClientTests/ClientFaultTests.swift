import AWSClient
import AWSCredentials
import CloudCalls
import Documents
import HTTPClient
import HTTPMessages
import TestSupport
import Testing
import Values

/// The whole client, with its retries, against a server that misbehaves: each fault ends in its documented error or in
/// a retry that goes well.
@Suite struct ClientFaultTests {
    private struct Server: Sendable {
        static let shared = Result { try Server() }
        let ports: Value
        let authority: String
        private let process: PythonServer

        private init() throws {
            process = try PythonServer("fault_server.py")
            let greeting = try JSON.value(from: process.greeting)
            ports = greeting["ports"] ?? [:]
            authority = greeting.text("authority") ?? ""
        }

        func port(_ name: String) -> Int { ports.number(name) ?? 0 }
    }

    /// Real time in which nobody waits: what is slept through is passed over.
    private struct Hasty: TimeSource {
        func now() -> Instant { SystemClock().now() }
        func sleep(until instant: Instant) async {}
    }

    private let server: Server

    init() throws { server = try Server.shared.get() }

    private func connection(_ endpoint: String) throws -> AWSConnection {
        let surroundings = Surroundings(variables: [
            "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "planted",
            "AWS_RETRY_MODE": "standard", "AWS_CA_BUNDLE": server.authority, "AWS_EC2_METADATA_DISABLED": "true",
        ]) { _ in nil }
        return try AWSConnection(try SharedConfiguration(surroundings), time: Hasty(), random: SystemRandom())
    }

    /// How a call ends, and how many requests it took.
    private func call(
        _ path: String, _ service: String = "ec2", _ operation: String = "DescribeVpcs", _ input: Value = [:]
    ) async throws -> (result: Result<Value, AWSError>, requests: Int) {
        let connection = try connection("http://127.0.0.1:\(server.port("plain"))\(path)")
        let result = await outcome(connection, service, operation, input)
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        let count = try await HTTPClient().send(
            HTTPRequest(
                method: "GET", scheme: "http", host: "127.0.0.1", port: server.port("plain"), path: "/requests/\(name)"),
            within: .seconds(3600))
        return (result, Int(String(decoding: count.body, as: UTF8.self)) ?? -1)
    }

    private func outcome(
        _ connection: AWSConnection, _ service: String, _ operation: String, _ input: Value
    ) async -> Result<Value, AWSError> {
        do throws(AWSError) {
            return .success(
                try await connection.calls.call(
                    AWSRequest(
                        service: service, operation: operation, region: "eu-west-1", input: input,
                        deadline: SystemClock().now() + .seconds(3600))))
        } catch {
            return .failure(error)
        }
    }

    private func code(_ result: Result<Value, AWSError>) -> String {
        switch result {
        case .success: "none"
        case .failure(let error): error.code
        }
    }

    @Test(arguments: [429, 500, 503])
    func `a storm that passes is waited out by what reads`(_ status: Int) async throws {
        let (result, requests) = try await call("/storm/\(status)-2-passes")
        #expect(try result.get()["Vpcs"]?.elements.first?.text("VpcId") == "vpc-1")
        #expect(requests == 3)
    }

    @Test(arguments: [(429, "RequestLimitExceeded"), (500, "InternalError"), (503, "Unavailable")])
    func `a storm that lasts is told as it is, after the attempts there are`(_ status: Int, _ code: String) async throws
    {
        let (result, requests) = try await call("/storm/\(status)-99-lasts")
        let error = try #require(throws: AWSError.self) { try result.get() }
        #expect(error.code == code && error.status == status && error.requestID == "storm")
        #expect(requests == 3)
    }

    @Test(arguments: [(429, 3), (500, 1), (503, 1)])
    func `a write without a token is sent again only where it can't have happened`(
        _ status: Int, _ count: Int
    ) async throws {
        let input: Value = ["CidrBlock": "10.0.0.0/16"]
        let (result, requests) = try await call("/storm/\(status)-99-write", "ec2", "CreateVpc", input)
        let error = try #require(throws: AWSError.self) { try result.get() }
        #expect(requests == count)
        #expect(error.effect == (status == 429 ? .none : .unknown))
    }

    @Test(arguments: [
        ("reset", "Transport.ConnectionLost"), ("close", "Transport.ConnectionLost"),
        ("reset-in-body", "Transport.ConnectionLost"), ("truncated", "Transport.Truncated"),
        ("truncated-chunks", "Transport.Truncated"), ("two-lengths", "Transport.Malformed"),
        ("no-http", "Transport.Malformed"), ("endless-headers", "Client.TooLarge"),
        ("announced-too-long", "Client.TooLarge"), ("redirect", "302"),
    ])
    func `a broken answer is asked for again where that may help`(_ what: String, _ code: String) async throws {
        let (read, reads) = try await call("/\(what)/read-\(what)")
        #expect(self.code(read) == code)
        #expect(reads == (code.hasPrefix("Transport.") ? 3 : 1))
        let (write, writes) = try await call(
            "/\(what)/write-\(what)", "ec2", "CreateVpc", ["CidrBlock": "10.0.0.0/16"])
        #expect(self.code(write) == code)
        #expect(writes == 1)
    }

    @Test(arguments: ["bomb", "file", "cut", "utf8", "deep", "page", "text"])
    func `what is no XML of the operation is refused, and swells to nothing`(_ kind: String) async throws {
        let (result, requests) = try await call("/aws/\(kind)-x")
        #expect(code(result) == "Transport.InvalidResponse")
        #expect(requests == 3)
        #expect(!"\(result)".contains("root:") && "\(result)".utf8.count < 1000)
    }

    @Test(arguments: ["jsoncut", "jsonutf8", "jsondeep", "jsonlist", "jsonpage", "jsonnumber", "jsontype"])
    func `what is no JSON of the operation is refused`(_ kind: String) async throws {
        let (result, requests) = try await call("/aws/\(kind)-x", "logs", "DescribeLogGroups")
        #expect(code(result) == "Transport.InvalidResponse")
        #expect(requests == 3)
    }

    @Test(arguments: ["aws-http10", "aws-continue"])
    func `old and hesitant servers are understood`(_ what: String) async throws {
        let (result, requests) = try await call("/\(what)/\(what)")
        #expect(try result.get()["Vpcs"]?.elements.count == 1)
        #expect(requests == 1)
    }

    @Test(arguments: ["wrong-name", "expired", "stranger"])
    func `a certificate that proves nothing ends the call at once`(_ port: String) async throws {
        let connection = try connection("https://127.0.0.1:\(server.port(port))/echo/x")
        let result = await outcome(connection, "ec2", "CreateVpc", ["CidrBlock": "10.0.0.0/16"])
        let error = try #require(throws: AWSError.self) { try result.get() }
        #expect(error.code == "Client.UntrustedCertificate" && error.effect == .none)
    }
}
