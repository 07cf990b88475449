import AWSCredentials
import AWSSigning
import HTTPClient
import HTTPMessages
import TestSupport
import Testing
import Values

/// What an instance and a container are asked, and what they may answer.
///
/// Cases restated from "Container credential provider" and "IMDS credential provider" (AWS SDKs and Tools Reference
/// Guide) and "Use IMDSv2" (EC2 User Guide).
@Suite struct NearSourcesTests {
    private static let keys =
        #"{"AccessKeyId":"NEAR","SecretAccessKey":"planted","Token":"planted","Expiration":"2026-01-01T06:00:00Z"}"#

    private func container(_ variables: [String: String], _ http: StandInHTTP) -> Surrounded {
        var place = Surrounded()
        place.variables.merge(variables) { $1 }
        place.http = http
        return place
    }

    private static func giving() -> StandInHTTP {
        StandInHTTP { _ throws(HTTPError) in StandInHTTP.text(keys) }
    }

    @Test func `a relative address of a container goes to the service of ECS`() async throws {
        let http = Self.giving()
        let place = container(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials?id=7"], http)
        #expect(try await place.key() == "NEAR")
        #expect(http.requests.map(\.url) == ["http://169.254.170.2/v2/credentials?id=7"])
    }

    @Test func `the authorization of a container comes from its file before its variable`() async throws {
        let http = Self.giving()
        var place = container(
            [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "variable", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token",
            ], http)
        #expect(try await place.problem() == "The container's authorization token /token can't be read.")
        place.files["/token"] = "file"
        #expect(try await place.key() == "NEAR")
        #expect(http.requests.map { $0.headers["Authorization"] } == ["file"])
    }

    @Test(arguments: [
        "http://example.com/", "http://10.0.0.1/", "http://127.0.0.1.example.com/", "http://169.254.169.254/",
        "ftp://localhost/", "nonsense", "http://127.1/",
    ])
    func `credentials of a container are asked of nobody but its own services`(_ url: String) async throws {
        let http = Self.giving()
        #expect(try await container(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url], http).problem() != nil)
        #expect(http.requests.isEmpty)
    }

    @Test(arguments: ["https://example.com/", "http://127.0.0.9:51679/", "http://localhost/", "http://[fd00:ec2::23]/"])
    func `https, loopback and the services of ECS and EKS are asked`(_ url: String) async throws {
        #expect(try await container(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url], Self.giving()).key() == "NEAR")
    }

    @Test func `a container's service is asked three times, a second apart`() async throws {
        let http = StandInHTTP { _ throws(HTTPError) in StandInHTTP.text("planted", status: 500) }
        let place = container(["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/"], http)
        let start = place.time.now()
        #expect(try await place.problem() == "The container's service gives no credentials: status 500.")
        #expect(http.requests.count == 3)
        #expect(place.time.now() - start == .seconds(2))
    }

    private func instance(_ answer: @escaping @Sendable (HTTPRequest) throws(HTTPError) -> HTTPResponse) -> Surrounded {
        var place = Surrounded()
        place.variables["AWS_EC2_METADATA_DISABLED"] = nil
        place.http = StandInHTTP { request throws(HTTPError) in try answer(request) }
        return place
    }

    @Test func `the metadata service is asked with a session of version 2`() async throws {
        let place = instance { request in
            switch request.path {
            case "/latest/api/token": StandInHTTP.text("session")
            case "/latest/meta-data/iam/security-credentials/": StandInHTTP.text("role\n")
            default: StandInHTTP.text(Self.keys)
            }
        }
        let found = try await place.resolve().found.get()
        #expect(found.credentials.accessKeyID == "NEAR")
        #expect(found.expiry == Instant(timestamp: "2026-01-01T06:00:00Z"))
        let requests = place.http.requests
        #expect(requests.map(\.method) == ["PUT", "GET", "GET"])
        #expect(requests[0].headers["X-aws-ec2-metadata-token-ttl-seconds"] == "21600")
        #expect(requests.dropFirst().allSatisfy { $0.headers["X-aws-ec2-metadata-token"] == "session" })
        #expect(requests[2].url == "http://169.254.169.254/latest/meta-data/iam/security-credentials/role")
    }

    @Test(arguments: [400, 403, 404, 405, 500])
    func `version 1 of the metadata service is never spoken`(_ status: Int) async throws {
        let place = instance { request in StandInHTTP.text("", status: request.method == "PUT" ? status : 200) }
        #expect(try await place.problem() != nil)
        #expect(place.http.requests.map(\.method) == ["PUT"])
    }

    @Test func `an answer that never comes points at the hop limit`() async throws {
        let place = instance { request throws(HTTPError) in
            throw HTTPError(.deadlineExceeded, authority: request.authority, mayHaveArrived: true)
        }
        let reasons = try await place.resolve().reports.map(\.reason)
        #expect(reasons.last?.contains("HttpPutResponseHopLimit") == true)
    }

    @Test(arguments: [
        (#"{"Code":"Failed","Message":"planted"}"#, "are no credentials. It says \"Failed\"."),
        ("not json planted", "is no JSON."), (#"{"AccessKeyId":"A","SecretAccessKey":"planted"}"#, "no credentials."),
        (
            #"{"AccessKeyId":"A","SecretAccessKey":"planted","Token":"t","Expiration":"2025-01-01T00:00:00Z"}"#,
            "has expired."
        ), (#"{"AccessKeyId":"A","SecretAccessKey":"planted","Token":"t","Expiration":"soon"}"#, "no time in UTC."),
    ])
    func `an answer that is no credentials is told without its content`(_ text: String, _ end: String) async throws {
        let place = instance { request in StandInHTTP.text(request.path.hasSuffix("/r") ? text : "r") }
        let problem = try #require(try await place.problem())
        #expect(problem.hasSuffix(end), "\(problem)")
    }

    @Test func `a metadata service elsewhere is found by its variables`() async throws {
        var place = instance { _ in StandInHTTP.text("", status: 404) }
        place.variables["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"] = "IPv6"
        _ = try await place.resolve()
        place.variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://localhost:1338/base/"
        _ = try await place.resolve()
        #expect(
            place.http.requests.map(\.url) == [
                "http://[fd00:ec2::254]/latest/api/token", "http://localhost:1338/base/latest/api/token",
            ])
    }
}
