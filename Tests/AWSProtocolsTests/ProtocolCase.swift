import AWSModels
import CloudCalls
import Digests
import HTTPMessages
import TestSupport
import Values

@testable import AWSProtocols

/// One case of AWS's protocol suites, with the operation that it is about.
struct ProtocolCase {
    let name: String
    let operation: OperationModel
    let content: Value
    let endpoint: String?

    /// Every case of a file such as `input/ec2.json`.
    static func all(_ file: String) throws -> [ProtocolCase] {
        var cases: [ProtocolCase] = []
        for (suiteNumber, suite) in try AWSSuites.json("unit/protocols/\(file)").elements.enumerated() {
            for (number, content) in (suite["cases"] ?? []).elements.enumerated() {
                var given = content["given"] ?? [:]
                let name = given.text("name") ?? "OperationName"
                if suite["metadata"]?.text("protocol") == "query", content["response"] != nil, file.hasPrefix("output")
                {
                    given["output"]?["resultWrapper"] = .string("\(name)Result")
                }
                let model = try ServiceModel(
                    service: "suite",
                    source: ModelDocument([
                        "metadata": suite["metadata"] ?? [:], "shapes": suite["shapes"] ?? [:],
                        "operations": .object(Members([(name, given)])),
                    ]))
                let label = content.text("id") ?? "\(suiteNumber):\(number) \(suite.text("description") ?? "")"
                cases.append(
                    ProtocolCase(
                        name: "\(file) \(label)", operation: try model.operation(name), content: content,
                        endpoint: suite.text("clientEndpoint")))
            }
        }
        return cases
    }

    /// Why the case fails; nil when it passes.
    var failure: String? {
        content["serialized"] != nil ? inputFailure : outputFailure
    }

    // MARK: Input

    private var inputFailure: String? {
        let expected = content["serialized"] ?? [:]
        let encoder = RequestEncoder(random: Zeros())
        let address = HTTPAddress(url: endpoint ?? "https://host.example")
        guard let address else { return "no address" }
        let plain = operation.input.map { Comparable.withBlobs(content["params"] ?? [:], $0, operation) } ?? [:]
        let request: HTTPRequest
        do {
            request = try encoder.encode(operation, encoder.completed(plain, for: operation), to: address)
        } catch { return "refused: \(error)" }
        if let method = expected.text("method"), method != request.method { return "method \(request.method)" }
        if let host = expected.text("host") {
            let parts = host.split(separator: "/", maxSplits: 1)
            guard String(parts[0]) == request.authority else { return "host \(request.authority), not \(host)" }
        }
        let uri = expected.text("uri") ?? ""
        let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.first == request.path || parts.first == "" && request.path == "/" else {
            return "path \(request.path), not \(uri)"
        }
        let query = Comparable.form(parts.count == 2 ? parts[1] : "")
        guard query == Comparable.form(request.query) else { return "query \(request.query), not \(uri)" }
        for pair in (expected["headers"] ?? [:]).members {
            let found = request.headers[pair.name]?.split(separator: ", ").joined(separator: ",")
            let wanted = pair.value.text?.split(separator: ", ").joined(separator: ",")
            let isForm = found?.hasPrefix("application/x-www-form-urlencoded") == true
            guard found == wanted || isForm && pair.name == "Content-Type" else {
                return "header \(pair.name) is \(found ?? "missing"), not \(wanted ?? "")"
            }
        }
        for name in (expected["forbidHeaders"] ?? []).texts where request.headers[name] != nil {
            return "header \(name) is there"
        }
        guard let body = expected.text("body") else { return nil }
        return Comparable.bodies(request.body, Array(body.utf8), operation)
            ? nil : "body \(String(decoding: request.body, as: UTF8.self)), not \(body)"
    }

    // MARK: Output

    private var response: HTTPResponse {
        let given = content["response"] ?? [:]
        var headers = HTTPHeaders()
        for pair in (given["headers"] ?? [:]).members { headers.add(pair.name, pair.value.text ?? "") }
        let empty = operation.metadata.wireProtocol == .query ? "<xml/>" : ""
        return HTTPResponse(
            status: given.number("status_code") ?? 200, headers: headers,
            body: Array((given.text("body") ?? empty).utf8))
    }

    private var outputFailure: String? {
        let decoder = ResponseDecoder(operation)
        guard let details = content["error"] else {
            do {
                let output = try decoder.output(response)
                let found = operation.output.map { Comparable.plain(output, $0, operation) } ?? output
                let wanted = Comparable.numbers(content["result"] ?? [:])
                return found == wanted ? nil : "\(found), not \(wanted)"
            } catch { return "\(error)" }
        }
        let failure = decoder.failure(response)
        if let code = content.text("errorCode"), code != failure.error.code { return "code \(failure.error.code)" }
        if let message = content.text("errorMessage"), message != failure.error.message {
            return "message \(failure.error.message)"
        }
        let shape = operation.errors.first { $0.code == failure.error.code || $0.name == failure.error.code }
        let found = shape.map { Comparable.plain(failure.details, $0.reference, operation) } ?? failure.details
        return found == Comparable.numbers(details) ? nil : "\(found), not \(details)"
    }
}

/// Always 0, so that a token is the one that the suites expect.
private struct Zeros: RandomSource {
    func below(_ bound: Int) -> Int { 0 }
}
