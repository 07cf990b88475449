import AWSClient
import AWSCredentials
import AWSModels
import AWSSigning
import CloudCalls
import Documents
import HTTPClient
import HTTPMessages
import Synchronization
import TestSupport
import Testing
import Values

/// Secrets are planted wherever a call takes or gets one, and every way in which a call can end is walked: nothing that
/// is told of it holds one.
@Suite struct PlantedSecretsTests {
    /// A call with a secret in its input, by protocol.
    private static let calls: [(service: String, operation: String, input: Value)] = [
        (
            "rds", "CreateDBInstance",
            [
                "DBInstanceIdentifier": "d", "DBInstanceClass": "c", "Engine": "postgres",
                "MasterUserPassword": "planted-password",
            ]
        ),
        ("secretsmanager", "CreateSecret", ["Name": "n", "SecretString": .sensitive(Sensitive("planted-string"))]),
        ("secretsmanager", "PutSecretValue", ["SecretId": "n", "SecretBinary": "cGxhbnRlZC1ieXRlcw=="]),
        ("ssm", "PutParameter", ["Name": "/n", "Value": "planted-parameter", "Type": "SecureString"]),
        (
            "elasticache", "CreateReplicationGroup",
            ["ReplicationGroupId": "g", "ReplicationGroupDescription": "d", "AuthToken": "planted-auth"]
        ),
        ("kms", "Encrypt", ["KeyId": "k", "Plaintext": "cGxhbnRlZC1ieXRlcw=="]),
        ("s3", "PutObject", ["Bucket": "b", "Key": "k", "SSECustomerKey": "planted-customer-key"]),
        (
            "sts", "AssumeRoleWithWebIdentity",
            ["RoleArn": "arn:aws:iam::111122223333:role/r", "RoleSessionName": "s", "WebIdentityToken": "planted-web"]
        ),
        ("rds", "CreateDBInstance", ["DBInstanceIdentifier": 7, "MasterUserPassword": ["planted-type"]]),
        ("ec2", "DescribeVpcs", ["NoMember": "planted-value"]),
    ]

    /// What the network does with a request.
    private enum Ending {
        case failure(HTTPError.Kind)
        case answer(String, status: Int)

        func response(_ request: HTTPRequest) throws(HTTPError) -> HTTPResponse {
            switch self {
            case .failure(let kind): throw HTTPError(kind, authority: request.authority, mayHaveArrived: true)
            case .answer(let body, let status):
                let fields = [("Date", "Thu, 01 Jan 2026 03:00:00 GMT"), ("x-planted", "planted-field")]
                return ClientCase.answer(body, status: status, fields)
            }
        }

        /// Fails in each way, answers with each status, or with what nobody can read.
        static var all: [Ending] {
            let bodies = [
                "planted-garbage", "{\"planted-key\": ", "<planted><", "{\"__type\":\"ExpiredTokenException\"}",
                "<R><Error><Code>ExpiredToken</Code></Error></R>",
                "<R><Error><Code>SignatureDoesNotMatch</Code></Error></R>",
                "{\"__type\":\"InvalidSignatureException\"}",
                "{\"SecretString\":\"planted-answer\",\"Plaintext\":\"cGxhbnRlZC1ieXRlcw==\"}", "",
            ]
            let answers = bodies.flatMap { body in
                [200, 302, 400, 500].map { Ending.answer(body, status: $0) }
            }
            return HTTPError.Kind.allCases.map(Ending.failure) + answers
        }
    }

    @Test func `no error, no event and no dump of a call holds what was planted`() async throws {
        var text = ""
        var endings: Set<String> = []
        for ending in Ending.all {
            let setUp = try ClientCase { request throws(HTTPError) in try ending.response(request) }
            let retries = Mutex<[RetryEvent]>([])
            let retrying = RetryingCalls(
                setUp.client, time: setUp.time, random: SeededRandomSource(seed: 1), policy: .standard,
                memory: RetryMemory()
            ) { event in retries.withLock { $0.append(event) } }
            for call in Self.calls {
                let request = setUp.request(call.service, call.operation, call.input)
                let model = try setUp.client.catalog.operation(call.service, call.operation)
                do throws(AWSError) {
                    let output = try await retrying.call(request)
                    text += JSON.text(of: model.redactedOutput(output))
                } catch {
                    endings.insert(error.code)
                    text += "\(error)|\(String(reflecting: error))|\(error.message)"
                    dump(error, to: &text)
                }
                if let shown = try? await setUp.client.shownRequest(request) {
                    text += "\(shown.url)\(shown.headers.fields)\(String(decoding: shown.body, as: UTF8.self))"
                }
            }
            dump(setUp.network.requests, to: &text)
            dump(setUp.events.all.withLock { $0 }, to: &text)
            dump(retries.withLock { $0 }, to: &text)
            text += "\(setUp.network.requests)\(setUp.client)"
        }
        #expect(endings.count > 20, "\(endings.sorted())")
        for planted in ["planted-", "cGxhbnRlZ"] {
            let place = text.firstRange(of: planted)
            #expect(place == nil, "\(place.map { text[$0.lowerBound...].prefix(80) } ?? "")")
        }
    }
}
