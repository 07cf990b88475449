import AWSModels
import AWSSigning
import HTTPMessages
import Synchronization
import Values

/// Finds out which operation of which service a request asks for: by the signature's scope, then as each protocol says.
final class RequestRouter: Sendable {
    private struct Route {
        let operation: OperationModel
        let template: PathTemplate
    }

    private let catalog: ModelCatalog
    private let routes = Mutex<[String: [Route]]>([:])
    private let services: [ServiceMetadata]

    init(_ catalog: ModelCatalog) {
        self.catalog = catalog
        services = ModelCatalog.serviceNames.compactMap { try? catalog.service($0).metadata }
    }

    /// - Parameter scope: what the signature counts for; nil when there is none.
    func operation(_ request: HTTPRequest, scope: SigningScope?) throws(UnroutableRequest) -> ServedOperation {
        if let target = request.headers["X-Amz-Target"] { return try json(target, request) }
        let signed = services.filter { $0.signingName == scope?.service }
        if let metadata = signed.first(where: { [.restJSON, .restXML].contains($0.wireProtocol) }) {
            return try rest(request, metadata)
        }
        let form = FormTree(RequestReader.form(request))
        guard let action = form["Action"]?.text, let version = form["Version"]?.text else {
            // Without a signature the path must do.
            for metadata in services where scope == nil && [.restJSON, .restXML].contains(metadata.wireProtocol) {
                if let served = try? rest(request, metadata) { return served }
            }
            throw UnroutableRequest(
                metadata: signed.first, wireProtocol: signed.first?.wireProtocol ?? .query,
                operation: "\(request.method) \(request.path)", isNamed: false)
        }
        // Without a signature the version must do: STS's AssumeRoleWithWebIdentity.
        let candidates = scope == nil ? services : signed
        guard let metadata = candidates.first(where: { $0.apiVersion == version }),
            let model = try? catalog.operation(metadata.service, action)
        else {
            let metadata = candidates.first { $0.apiVersion == version } ?? signed.first
            throw UnroutableRequest(
                metadata: metadata, wireProtocol: metadata?.wireProtocol == .ec2 ? .ec2 : .query, operation: action)
        }
        return ServedOperation(model: model)
    }

    private func json(_ target: String, _ request: HTTPRequest) throws(UnroutableRequest) -> ServedOperation {
        let dot = target.lastIndex(of: ".") ?? target.startIndex
        let prefix = target[..<dot]
        let name = String(target[dot...].dropFirst())
        let metadata = services.first { $0.wireProtocol == .json && $0.targetPrefix == prefix }
        guard let metadata, let model = try? catalog.operation(metadata.service, name) else {
            throw UnroutableRequest(metadata: metadata, wireProtocol: .json, operation: name)
        }
        return ServedOperation(model: model)
    }

    private func rest(_ request: HTTPRequest, _ metadata: ServiceMetadata) throws(UnroutableRequest) -> ServedOperation
    {
        let query = QueryText.pairs(request.query)
        let place = BucketPath(request.path, metadata)
        let found = routes(of: metadata.service).lazy.compactMap { route -> ServedOperation? in
            guard route.operation.method == request.method, place.suits(route.operation),
                let labels = route.template.labels(path: place.rest, query: query),
                Self.hasRequired(route.operation, request, query)
            else { return nil }
            return ServedOperation(model: route.operation, labels: place.labels(labels))
        }.first
        guard let found else {
            throw UnroutableRequest(
                metadata: metadata, wireProtocol: metadata.wireProtocol, operation: "\(request.method) \(request.path)")
        }
        return found
    }

    /// The service's operations, those that say most of their requests first.
    private func routes(of service: String) -> [Route] {
        if let known = routes.withLock({ $0[service] }) { return known }
        let names = (try? catalog.service(service).operationNames) ?? []
        let made = names.compactMap { try? catalog.operation(service, $0) }
            .map { Route(operation: $0, template: PathTemplate($0.requestURI)) }
            .sorted {
                ($0.template.weight, Self.outside($0.operation).count) > (
                    $1.template.weight, Self.outside($1.operation).count
                )
            }
        routes.withLock { $0[service] = made }
        return made
    }

    /// Operations that share method and path are told apart by what must stand in query and head.
    private static func hasRequired(
        _ operation: OperationModel, _ request: HTTPRequest, _ query: [(name: String, value: String)]
    ) -> Bool {
        outside(operation).allSatisfy { field in
            field.isInQuery ? query.contains { $0.name == field.name } : request.headers[field.name] != nil
        }
    }

    /// What of an operation's input must stand in query or head.
    private static func outside(_ operation: OperationModel) -> [(name: String, isInQuery: Bool)] {
        guard let structure = operation.structure(operation.input) else { return [] }
        return structure.required.compactMap { name in
            guard let traits = structure.member(name)?.reference.traits else { return nil }
            switch traits.location {
            case .querystring: return (traits.locationName ?? name, true)
            case .header: return (traits.locationName ?? name, false)
            default: return nil
            }
        }
    }
}
