import AWSEndpoints
import AWSModels
import AWSPaginators
import AWSProtocols
import AWSWaiters
import CloudCalls
import Diagnostics
import Digests
import Documents
import HTTPMessages
import JMESPaths
import Values

/// Answers one request after the other.
struct FarEnd {
    private let catalog = ModelCatalog()
    private let encoder = RequestEncoder(random: SeededRandomSource(seed: 1))
    private var rules: [String: EndpointRuleSet] = [:]
    private var loaded: ServiceModel?

    mutating func answer(_ line: String) -> String {
        do {
            let request = try JSON.value(from: line, file: "request")
            // For measuring without the way here and back.
            for _ in 1..<max(1, request.number("times") ?? 1) { _ = try answer(request) }
            return JSON.text(of: Self.revealed(try answer(request)))
        } catch { return JSON.text(of: ["failed": .string("\(error)")]) }
    }

    private mutating func answer(_ request: Value) throws -> Value {
        switch request.text("do") {
        case "load":
            loaded = try ServiceModel(
                service: request.text("name") ?? "loaded", source: ModelDocument(request["model"] ?? [:]))
            return ["ok": true]
        case "encode": return try encode(request)
        case "check": return ["problems": .strings(try problems(request))]
        case "decode": return try decode(request)
        case "search": return Self.search(request)
        case "endpoint": return try endpoint(request)
        case "page": return try page(request)
        case "accept": return try accept(request)
        case let other: return ["failed": .string("no request is called \(other ?? "nothing")")]
        }
    }

    private func operation(_ request: Value) throws -> OperationModel {
        let name = request.text("operation") ?? ""
        if request.text("service") == "loaded", let loaded { return try loaded.operation(name) }
        return try catalog.operation(request.text("service") ?? "", name)
    }

    private func problems(_ request: Value) throws -> [String] {
        RequestEncoder.problems(of: request["input"] ?? [:], for: try operation(request)).map(\.description)
    }

    private mutating func rules(of service: String) throws -> EndpointRuleSet {
        if let known = rules[service] { return known }
        let read = try EndpointRuleSet(embedded: service, partitions: try Partitions())
        rules[service] = read
        return read
    }

    private mutating func endpoint(_ request: Value) throws -> Value {
        let rules = try rules(of: request.text("service") ?? "")
        do {
            return ["url": .string(try rules.endpoint(request["parameters"]?.members ?? Members()).address.host)]
        } catch { return ["refused": .string("\(error)")] }
    }

    private mutating func encode(_ request: Value) throws -> Value {
        let operation = try operation(request)
        let rules = try rules(of: operation.metadata.service)
        var settings = EndpointSettings(region: request.text("region") ?? "us-east-1")
        settings.usesFIPS = request["fips"]?.flag ?? false
        settings.usesDualStack = request["dualStack"]?.flag ?? false
        let input = request["input"] ?? [:]
        let endpoint = try rules.endpoint(for: operation, input: input, settings: settings)
        let encoded: HTTPRequest
        do {
            encoded = try encoder.request(operation, input, to: endpoint.address)
        } catch {
            return ["problems": .strings(error.problems.map(\.description))]
        }
        return [
            "method": .string(encoded.method), "url": .string(encoded.url),
            "headers": .list(encoded.headers.fields.map { .strings([$0.name, $0.value]) }),
            "body": .string(Base64.encode(encoded.body)),
        ]
    }

    private func decode(_ request: Value) throws -> Value {
        var headers = HTTPHeaders()
        for pair in request["headers"]?.elements ?? [] where pair.texts.count == 2 {
            headers.add(pair.texts[0], pair.texts[1])
        }
        let response = HTTPResponse(
            status: request.number("status") ?? 200, headers: headers,
            body: request.text("body").flatMap(Base64.decode) ?? [])
        let decoder = ResponseDecoder(try operation(request))
        do {
            return ["output": try decoder.output(response)]
        } catch {
            return [
                "error": .string(error.code), "message": .string(error.message), "id": .string(error.requestID),
                "details": decoder.failure(response).details,
            ]
        }
    }

    /// What follows a page, and all pages so far as one.
    private func page(_ request: Value) throws -> Value {
        let operation = try operation(request)
        let model = try catalog.service(operation.metadata.service).paginator(operation.name)
        guard let model else { return ["failed": "the operation has no paginator"] }
        let paginator = try Paginator(model, operation: operation)
        let output = request["output"] ?? [:]
        let merged = paginator.merged(request["pages"], with: output)
        let next = try paginator.nextInput(after: output, to: request["input"] ?? [:])
        return ["next": next ?? .null, "pages": merged]
    }

    /// What an attempt means to a waiter.
    private func accept(_ request: Value) throws -> Value {
        let service = request.text("service") ?? ""
        guard let model = try catalog.service(service).waiter(request.text("waiter") ?? "") else {
            return ["failed": "no such waiter"]
        }
        let attempt: Waiter.Attempt =
            request.text("error").map { .failure(AWSError($0, "")) } ?? .success(request["output"] ?? [:])
        let acceptor = try Waiter(model, service: service).acceptor(of: attempt)
        return ["state": acceptor.map { .string($0.state.rawValue) } ?? .null]
    }

    private static func search(_ request: Value) -> Value {
        do {
            return ["found": try JMESPath(request.text("expression") ?? "").search(request["value"] ?? .null)]
        } catch { return ["refused": .string("\(error)")] }
    }

    /// Sensitive texts as they are: what is compared here is made up.
    private static func revealed(_ value: Value) -> Value {
        switch value {
        case .sensitive(let hidden): .string(hidden.reveal())
        case .list(let elements): .list(elements.map(revealed))
        case .object(let members): .object(Members(members.map { ($0.name, revealed($0.value)) }))
        default: value
        }
    }
}
