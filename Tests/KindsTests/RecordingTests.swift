import CallRecords
import CloudCalls
import Documents
import Foundation
import TestSupport
import Testing
import Values

/// The record of calls that is held against AWS's models.
@Suite struct RecordingTests {
    private struct Answers: AWSCalls {
        func call(_ request: AWSRequest) async throws(AWSError) -> Value {
            guard request.operation == "GetSecretValue" else { throw AWSError("ThrottlingException", "Rate exceeded") }
            return ["Name": "shop/db", "SecretString": .sensitive(Sensitive("hunter2"))]
        }
    }

    private func request(_ operation: String, _ input: Value) -> AWSRequest {
        AWSRequest(
            service: "secretsmanager", operation: operation, region: "eu-west-1", input: input,
            deadline: Instant(milliseconds: 0))
    }

    @Test func `a call is one line with its answer or error code, and secrets are hidden`() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("calls-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let calls = try RecordedCalls(Answers(), path: path)
        let answer = try await calls.call(request("GetSecretValue", ["SecretId": "shop/db"]))
        #expect(answer["SecretString"] == .sensitive(Sensitive("hunter2")))
        let plain = request("PutSecretValue", ["SecretId": "shop/db", "SecretString": "hunter2"])
        await #expect(throws: AWSError.self) { try await calls.call(plain) }

        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(!text.contains("hunter2"))
        let lines = try text.split(separator: "\n").map { try JSON.value(from: String($0)) }
        #expect(
            lines == [
                [
                    "service": "secretsmanager", "operation": "GetSecretValue", "region": "eu-west-1",
                    "input": ["SecretId": "shop/db"], "output": ["Name": "shop/db", "SecretString": "***"],
                ],
                [
                    "service": "secretsmanager", "operation": "PutSecretValue", "region": "eu-west-1",
                    "input": ["SecretId": "shop/db", "SecretString": "***"], "error": "ThrottlingException",
                ],
            ])
    }

    @Test func `a file that can't be opened is told by name`() {
        #expect(throws: RecordError.self) { try RecordedCalls(Answers(), path: "/nowhere/at/all") }
    }
}
