public import CloudCalls
import Documents
public import Values

/// Calls that pass through and are written down, one JSON line each, to be held against AWS's own models.
///
/// A line has `service`, `operation`, `region`, `input`, and either `output` or `error` (the code). Timestamps are
/// ISO 8601 strings in UTC and blobs base64 strings, as in every `Value`; a secret is written as `***`.
public struct RecordedCalls: AWSCalls {
    /// The environment variable that names the file; without it nothing is recorded.
    public static let variable = "RECONCILE_CALLS"

    private let calls: any AWSCalls
    private let file: RecordFile

    /// - Throws: `RecordError` when the file can't be opened for appending.
    public init(_ calls: any AWSCalls, path: String) throws(RecordError) {
        self.calls = calls
        file = try RecordFile(path: path)
    }

    /// The calls, recorded where the environment asks for it.
    /// - Throws: `RecordError` when the file that it names can't be opened.
    public static func ifAsked(_ calls: any AWSCalls) throws(RecordError) -> any AWSCalls {
        guard let path = RecordFile.path(from: variable) else { return calls }
        return try RecordedCalls(calls, path: path)
    }

    public func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        let result: Result<Value, AWSError>
        do throws(AWSError) { result = .success(try await calls.call(request)) } catch { result = .failure(error) }
        // What the client refuses is never sent.
        if case .failure(let error) = result, error.code == "Client.InvalidParameters" { throw error }
        do throws(RecordError) {
            try file.append(Self.line(request, result))
        } catch {
            throw AWSError(
                "Recorder.Unwritable", error.description, effect: .unknown, service: request.service,
                operation: request.operation, region: request.region)
        }
        return try result.get()
    }

    static func line(_ request: AWSRequest, _ result: Result<Value, AWSError>) -> String {
        var record: Value = [
            "service": .string(request.service), "operation": .string(request.operation),
            "region": .string(request.region), "input": Redaction.redacted(request.input),
        ]
        switch result {
        case .success(let output): record["output"] = Redaction.redacted(output)
        case .failure(let error): record["error"] = .string(error.code)
        }
        return JSON.text(of: record)
    }
}
