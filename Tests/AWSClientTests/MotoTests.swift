import AWSClient
import AWSModels
import AWSSigning
import CloudCalls
import Documents
import TestSupport
import Testing
import Values

/// The client against moto, behind a gate that checks each signature with botocore.
@Suite struct MotoTests {
    private func call(
        _ connection: AWSConnection, _ service: String, _ operation: String, _ input: Value
    ) async throws -> Value {
        let global = ["iam", "cloudfront", "route53", "budgets", "pricing"].contains(service)
        let request = AWSRequest(
            service: service, operation: operation, region: global ? "us-east-1" : "eu-west-1", input: input,
            deadline: SystemClock().now() + .hours(1))
        return try await connection.calls.call(request)
    }

    @Test func `there is a round trip for every service`() {
        #expect(RoundTrip.all.map(\.service).sorted() == ModelCatalog.serviceNames)
    }

    @Test(arguments: RoundTrip.all)
    func `what was made is read back`(_ trip: RoundTrip) async throws {
        let connection = try CheckedMoto.shared.get().connection()
        var kept: [String: String] = [:]
        var last = Value.null
        for step in trip.steps {
            let input = kept.reduce(step.input) { $0.replacing("{\($1.key)}", with: $1.value) }
            last = try await call(connection, trip.service, step.operation, try JSON.value(from: input))
            if let keeps = step.keeps {
                kept[keeps.name] = try #require(RoundTrip.value(last, at: keeps.path)?.text)
            }
        }
        #expect(JSON.text(of: last).contains(trip.shows), "\(JSON.text(of: last).prefix(500))")
    }

    @Test func `a secret that is read is a sensitive value`() async throws {
        let connection = try CheckedMoto.shared.get().connection()
        let input: Value = ["Name": "sensitive-secret", "SecretString": "planted"]
        _ = try await call(connection, "secretsmanager", "CreateSecret", input)
        let output = try await call(
            connection, "secretsmanager", "GetSecretValue", ["SecretId": "sensitive-secret"])
        #expect(output["SecretString"] == .sensitive(Sensitive("planted")))
    }

    @Test func `a wrong secret is refused by the gate`() async throws {
        let connection = try CheckedMoto.shared.get().connection(secret: "another")
        let error = await #expect(throws: AWSError.self) {
            try await call(connection, "sts", "GetCallerIdentity", [:])
        }
        #expect(error?.code == "SignatureDoesNotMatch")
        #expect(error?.effect == AWSError.Effect.none)
    }

    @Test(arguments: [TimeSpan.hours(-3), .hours(5)])
    func `with a wrong clock the first refusal corrects it, and the retry passes`(_ offset: TimeSpan) async throws {
        let clock = CheckedMoto.WrongClock(offset: offset)
        let connection = try CheckedMoto.shared.get().connection(time: clock)
        let request = AWSRequest(
            service: "sts", operation: "GetCallerIdentity", region: "eu-west-1", input: [:],
            deadline: clock.now() + .hours(1))
        #expect(try await connection.calls.call(request).text("Account") == "123456789012")
        #expect(connection.client.skew.correction != .zero)
    }
}
