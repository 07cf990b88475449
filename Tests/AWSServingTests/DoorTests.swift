import AWSModels
import AWSProtocols
import AWSServing
import AWSSigning
import CloudCalls
import HTTPMessages
import Testing
import Values

/// Who is let in, and what is said to the others and to those who ask for what is not there.
@Suite struct DoorTests {
    /// A service of each protocol, with an operation and AWS's codes for a wrong key, a wrong secret and no signature.
    ///
    /// Source: "Common Errors" of the API references of STS, EC2, SSM, EKS and Route 53.
    struct Door: Sendable, CustomTestStringConvertible {
        let service: String
        let operation: String
        let input: Value
        let key: String
        let secret: String
        let none: String
        let status: Int
        var testDescription: String { service }
    }

    static let doors = [
        Door(
            service: "sts", operation: "GetCallerIdentity", input: [:], key: "InvalidClientTokenId",
            secret: "SignatureDoesNotMatch", none: "MissingAuthenticationToken", status: 403),
        Door(
            service: "ec2", operation: "DescribeVpcs", input: [:], key: "AuthFailure", secret: "AuthFailure",
            none: "MissingParameter", status: 401),
        Door(
            service: "ssm", operation: "GetParameter", input: ["Name": "a"], key: "UnrecognizedClientException",
            secret: "InvalidSignatureException", none: "MissingAuthenticationTokenException", status: 400),
        Door(
            service: "eks", operation: "ListClusters", input: [:], key: "UnrecognizedClientException",
            secret: "InvalidSignatureException", none: "MissingAuthenticationTokenException", status: 403),
        Door(
            service: "route53", operation: "ListHostedZones", input: [:], key: "InvalidClientTokenId",
            secret: "SignatureDoesNotMatch", none: "MissingAuthenticationToken", status: 403),
    ]

    /// With nothing asked yet.
    private static var wire: Wire {
        Wire(operations: Set(doors.map { "\($0.service).\($0.operation)" } + ["iam.ListRoles"]))
    }

    private func code(
        _ door: Door, on wire: Wire? = nil, by credentials: Credentials? = Wire.credentials,
        at moment: Instant = Wire.now,
        change: (inout HTTPRequest) -> Void = { _ in }
    ) async throws -> (code: String, status: Int) {
        let wire = wire ?? Self.wire
        let operation = try wire.catalog.operation(door.service, door.operation)
        var request = try wire.request(operation, door.input)
        if let credentials { request = wire.signed(request, operation.metadata, by: credentials, at: moment) }
        change(&request)
        let answer = try #require(await wire.server.answer(request))
        if answer.status < 300 { return ("", answer.status) }
        return (ResponseDecoder(operation).failure(answer).error.code, answer.status)
    }

    @Test(arguments: doors) func `strangers are refused in the words of the protocol`(_ door: Door) async throws {
        let wire = Self.wire
        #expect(try await code(door, on: wire).code == "")
        let key = Credentials(accessKeyID: "AKIDOTHER", secretAccessKey: Sensitive("a secret"))
        let refusedKey = try await code(door, on: wire, by: key)
        #expect(refusedKey == (door.key, door.status))
        let secret = Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Sensitive("another"))
        let refusedSecret = try await code(door, on: wire, by: secret)
        #expect(refusedSecret == (door.secret, door.status))
        #expect(try await code(door, on: wire, by: nil).code == door.none)
        #expect(wire.calls.asked.count == 1)
    }

    @Test(arguments: doors) func `what was changed on its way is refused`(_ door: Door) async throws {
        let wire = Self.wire
        #expect(try await code(door, on: wire) { $0.body += Array(" ".utf8) }.code == door.secret)
        #expect(try await code(door, on: wire) { $0.headers["X-Amz-Date"] = "20260101T000001Z" }.code == door.secret)
        #expect(try await code(door, on: wire) { $0.headers["Authorization"] = "Basic abc" }.code != "")
        #expect(wire.calls.asked.isEmpty)
    }

    @Test(arguments: doors) func `a signature counts for five minutes`(_ door: Door) async throws {
        #expect(try await code(door, at: Wire.now + .minutes(4)).code == "")
        #expect(try await code(door, at: Wire.now + .minutes(6)).code != "")
        #expect(try await code(door, at: Wire.now + .minutes(-4)).code == "")
        let late = try await code(door, at: Wire.now + .minutes(-6))
        #expect(late.code == (door.service == "ec2" ? "RequestExpired" : door.secret))
    }

    @Test(arguments: doors) func `what nobody answers is refused as an unknown operation, and counted`(
        _ door: Door
    ) async throws {
        let wire = Wire(operations: [])
        let refused = try await code(door, on: wire)
        switch door.service {
        case "sts", "ec2": #expect(refused == ("InvalidAction", 400))
        case "ssm": #expect(refused == ("UnknownOperationException", 400))
        default: #expect(refused == ("UnknownOperationException", 404))
        }
        let entry = try #require(wire.server.ledger.all.first)
        #expect(entry.name == "\(door.service).\(door.operation)" && !entry.entry.isKnown && entry.entry.calls == 1)
    }

    @Test func `a presigned address lets in until it expires`() async throws {
        let wire = Self.wire
        let operation = try wire.catalog.operation("sts", "GetCallerIdentity")
        let asked = HTTPRequest(
            method: "GET", scheme: "http", host: "127.0.0.1", port: 4566,
            query: "Action=GetCallerIdentity&Version=2011-06-15")
        for (age, isTaken) in [(0, true), (59, true), (61, false)] {
            let signed = SigV4Signer().presigned(
                asked, with: Wire.credentials, scope: SigningScope(service: "sts", region: "ap-south-1"),
                at: Wire.now + .seconds(-age), lifetime: .seconds(60))
            let answer = try #require(await wire.server.answer(signed))
            #expect((answer.status == 200) == isTaken, "\(age) s: \(ResponseDecoder(operation).failure(answer))")
        }
    }

    @Test func `what is lost on the way has no answer`() async throws {
        let wire = Self.wire
        let operation = try wire.catalog.operation("ec2", "DescribeVpcs")
        wire.calls.answers(.failure(.init("Transport.AnswerLost", "lost", effect: .unknown)))
        let answer = await wire.server.answer(wire.signed(try wire.request(operation, [:]), operation.metadata))
        #expect(answer == nil)
    }

    @Test(arguments: [
        "ec2": "Action=DescribeVpcs&Version=2016-11-15&MaxResults=many",
        "iam": "Action=ListRoles&Version=2010-05-08&MaxItems=x",
    ])
    func `an input that can't be read is refused`(service: String, form: String) async throws {
        let wire = Self.wire
        let metadata = try wire.catalog.service(service).metadata
        let request = HTTPRequest(
            method: "POST", scheme: "http", host: "127.0.0.1", port: 4566,
            headers: HTTPHeaders([.init(name: "Content-Type", value: "application/x-www-form-urlencoded")]),
            body: Array(form.utf8))
        let answer = try #require(await wire.server.answer(wire.signed(request, metadata)))
        #expect(answer.status == 400 && wire.calls.asked.isEmpty)
    }
}
