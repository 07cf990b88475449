public import AWSModels
public import CloudCalls
import Digests
public import HTTPMessages
public import Values

/// Makes of an operation's input the request that is signed and sent.
public struct RequestEncoder: Sendable {
    private let random: any RandomSource

    /// - Parameter random: where idempotency tokens come from that the caller left out.
    public init(random: any RandomSource) { self.random = random }

    /// The input as it will be sent: with the idempotency tokens that the caller left out.
    ///
    /// A retry must send the same token, so this is done once a call, before the first attempt.
    public func completed(_ input: Value, for operation: OperationModel) -> Value {
        var completed = input
        for name in operation.idempotencyTokens where input[name] == nil {
            completed[name] = .string(IdempotencyToken.make(random))
        }
        return completed
    }

    /// Everything in an input that the model does not allow; empty when it can be sent.
    public static func problems(of input: Value, for operation: OperationModel) -> [ParameterProblem] {
        ParameterValidator.problems(of: input, for: operation) + ServiceRules.problems(of: input, operation)
    }

    /// Validates and encodes.
    /// - Throws: all problems at once; nothing can be sent then.
    public func request(
        _ operation: OperationModel, _ input: Value, to address: HTTPAddress
    ) throws(InvalidParameters) -> HTTPRequest {
        let input = ServiceRules.adjusted(completed(input, for: operation), operation)
        let problems = Self.problems(of: input, for: operation)
        guard problems.isEmpty else { throw InvalidParameters(problems: problems) }
        return try encode(operation, input, to: address)
    }

    /// Encodes an input that is complete and valid.
    func encode(
        _ operation: OperationModel, _ input: Value, to address: HTTPAddress
    ) throws(InvalidParameters) -> HTTPRequest {
        var request = HTTPRequest(
            method: operation.method, scheme: address.scheme, host: try host(operation, input, address.host),
            port: address.port)
        switch operation.metadata.wireProtocol {
        case .query, .ec2:
            var body = QueryBody(operation)
            if let reference = operation.input { body.write(input, reference, "") }
            request.path = address.path + "/"
            request.headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
            request.body = body.bytes
        case .json:
            request.path = address.path + "/"
            request.headers["X-Amz-Target"] = "\(operation.metadata.targetPrefix).\(operation.name)"
            request.headers["Content-Type"] = "application/x-amz-json-\(operation.metadata.jsonVersion)"
            if operation.metadata.isQueryCompatible { request.headers["x-amzn-query-mode"] = "true" }
            var body = JSONBody(operation)
            if let reference = operation.input { body.write(input, reference) }
            request.body = body.bytes.isEmpty ? Array("{}".utf8) : body.bytes
        case .restJSON, .restXML:
            let bindings = RestBindings(operation, input)
            guard bindings.problems.isEmpty else { throw InvalidParameters(problems: bindings.problems) }
            let path = address.path + bindings.path
            request.path = path.isEmpty ? "/" : path
            request.query = Self.query(bindings.query)
            request.headers = bindings.headers
            RestBody(operation, input).add(to: &request)
        }
        if let problem = RequestChecksum(operation, input).add(to: &request) {
            throw InvalidParameters(problems: [problem])
        }
        return request
    }

    private static func query(_ parameters: [(name: String, value: String)]) -> String {
        var bytes: [UInt8] = []
        for parameter in parameters {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
            bytes += PercentEncoding.encode(parameter.name.utf8)
            bytes.append(UInt8(ascii: "="))
            bytes += PercentEncoding.encode(parameter.value.utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The endpoint's host behind what the operation puts before it (Smithy 2.0, "endpoint" trait).
    private func host(
        _ operation: OperationModel, _ input: Value, _ host: String
    ) throws(InvalidParameters) -> String {
        guard var rest = operation.hostPrefix.map({ Substring($0) }) else { return host }
        var prefix = ""
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            prefix += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            let label = input.text(name) ?? ""
            guard !label.isEmpty, label.utf8.allSatisfy(ParameterValidator.isHostByte) else {
                throw InvalidParameters(problems: [
                    ParameterProblem(path: name, message: "is part of the host name and can't be so")
                ])
            }
            prefix += label
            rest = rest[rest.index(after: close)...]
        }
        return prefix + rest + host
    }
}
