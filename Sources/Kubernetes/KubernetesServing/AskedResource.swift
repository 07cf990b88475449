import CloudCalls
import Diagnostics
import Documents
import HTTPMessages
import KubernetesMessages
import Values

/// A request as the API of a cluster understands it.
struct AskedResource {
    let method: String
    /// The path behind the cluster's own.
    let text: String
    /// The resource that is meant; nil for what is none, such as `/version`.
    let path: ResourcePath?
    private let query: [String: String]
    private let mediaType: String
    private let body: [UInt8]

    init(_ request: HTTPRequest) {
        method = request.method
        text = request.path
        path = ResourcePath(request.path)
        body = request.body
        mediaType = String((request.headers["Content-Type"] ?? MediaType.json).prefix { $0 != ";" })
        var query: [String: String] = [:]
        for pair in request.query.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1).map { PercentEncoding.decode($0, isForm: true) }
            if let name = sides.first { query[name] = sides.count == 2 ? sides[1] : "" }
        }
        self.query = query
    }

    /// A parameter of the query; nil when it is missing or empty.
    func parameter(_ name: String) -> String? { query[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// Whether the body says what becomes of an object that is there.
    var isMergePatch: Bool { mediaType == MediaType.merge }

    /// Whether changes are asked for as they come.
    var isWatch: Bool { ["1", "true"].contains(query["watch"] ?? "") }

    /// The object in the body, as the path means it.
    /// - Throws: `UnsupportedMediaType`, or `BadRequest` when it is another's or can't be read.
    /// - Parameter old: what the body is a change of where it is a merge patch.
    func object(
        _ types: Set<String>, of resource: KubernetesResource, changing old: Value? = nil
    ) throws(AWSError) -> Value {
        guard types.contains(mediaType) else {
            throw AWSError(
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: "
                    + types.sorted().joined(separator: ", "))
        }
        let read = try? JSON.value(from: body, file: "the body")
        guard let read, case .object = read else {
            throw AWSError("BadRequest", "the body is no object in JSON (YAML is taken only where it is JSON)")
        }
        var object = old.map { MergePatch.apply(read, to: $0) } ?? read
        guard object.text("apiVersion") ?? resource.apiVersion == resource.apiVersion,
            object.text("kind") ?? resource.kind == resource.kind
        else {
            throw AWSError(
                "BadRequest",
                "\(object.text("kind") ?? "") in version \"\(object.text("apiVersion") ?? "")\" does not match "
                    + "the path, which is for \(resource.kind) of \(resource.apiVersion)")
        }
        object["apiVersion"] = .string(resource.apiVersion)
        object["kind"] = .string(resource.kind)
        object["metadata"] = try metadata(object["metadata"] ?? [:], of: resource)
        return object
    }

    /// The metadata without what belongs to the server, and with the place that the path says.
    private func metadata(_ given: Value, of resource: KubernetesResource) throws(AWSError) -> Value {
        var metadata = given.compacted
        for name in ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink"] {
            metadata[name] = nil
        }
        let namespace = path?.namespace ?? ""
        guard metadata.text("namespace") ?? namespace == namespace else {
            throw AWSError(
                "BadRequest",
                "the namespace of the provided object does not match the namespace sent on the request")
        }
        metadata["namespace"] = resource.isNamespaced ? .string(namespace) : nil
        let name = path?.name ?? ""
        guard name.isEmpty || metadata.text("name") ?? name == name else {
            throw AWSError("BadRequest", "the name of the object does not match the name on the URL")
        }
        if !name.isEmpty { metadata["name"] = .string(name) }
        guard metadata.text("name")?.isEmpty == false else {
            throw AWSError("Invalid", "metadata.name: Required value: names are not made up here")
        }
        return metadata
    }
}
