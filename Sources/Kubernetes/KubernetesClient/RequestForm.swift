import CloudCalls
import Documents
import HTTPMessages
import KubernetesMessages
import Values

/// How a request of a cluster's API is written down.
struct RequestForm {
    /// The longest page of a list that is asked for; `kubectl` asks for as many.
    private static let pageSize = 500

    private let method: String
    private let path: ResourcePath
    private var query: [(name: String, value: String)] = []
    private var mediaType = MediaType.json
    private var body: [UInt8] = []
    /// Whether a list is asked for, which comes in pages.
    let isList: Bool
    /// Version and kind of what is asked for.
    let kind: Value

    /// - Throws: `Client.InvalidObject` for an object that says no name.
    init(_ verb: KubernetesRequest.Verb, manager: String) throws(AWSError) {
        switch verb {
        case .apply(let object):
            (path, kind) = try Self.place(of: object)
            method = "PATCH"
            query = [("fieldManager", manager), ("force", "true")]
            mediaType = MediaType.apply
            body = Array(JSON.text(of: object).utf8)
        case .create(let object):
            var (path, kind) = try Self.place(of: object)
            path.name = ""
            (self.path, self.kind) = (path, kind)
            method = "POST"
            query = [("fieldManager", manager)]
            body = Array(JSON.text(of: object).utf8)
        case .get(let name):
            (path, kind) = Self.place(of: name)
            method = "GET"
        case .list(let apiVersion, let kind, let labelSelector):
            path = ResourcePath(
                apiVersion: apiVersion, namespace: "", plural: KubernetesResource.plural(of: kind))
            self.kind = ["apiVersion": .string(apiVersion), "kind": .string(kind)]
            method = "GET"
            query = [("limit", "\(Self.pageSize)")]
            if !labelSelector.isEmpty { query.append(("labelSelector", labelSelector)) }
        case .delete(let name):
            (path, kind) = Self.place(of: name)
            method = "DELETE"
            body = Array(#"{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Foreground"}"#.utf8)
        }
        isList = if case .list = verb { true } else { false }
    }

    private static func place(of object: Value) throws(AWSError) -> (ResourcePath, Value) {
        guard let name = ObjectName(of: object) else {
            throw AWSError("Client.InvalidObject", "an object of a cluster needs apiVersion, kind and metadata.name")
        }
        return place(of: name)
    }

    private static func place(of name: ObjectName) -> (ResourcePath, Value) {
        (
            ResourcePath(
                apiVersion: name.apiVersion, namespace: name.namespace,
                plural: KubernetesResource.plural(of: name.kind), name: name.name),
            ["apiVersion": .string(name.apiVersion), "kind": .string(name.kind)]
        )
    }

    /// The same list from where a page ended.
    func continuing(_ next: String) -> RequestForm {
        var form = self
        form.query = query.filter { $0.name != "continue" } + [("continue", next)]
        return form
    }

    func request(to address: HTTPAddress, token: Sensitive) -> HTTPRequest {
        var headers = HTTPHeaders([
            .init(name: "Authorization", value: "Bearer \(token.reveal())"),
            .init(name: "Accept", value: MediaType.json), .init(name: "User-Agent", value: "reconcile"),
        ])
        if !body.isEmpty { headers["Content-Type"] = mediaType }
        return HTTPRequest(
            method: method, scheme: address.scheme, host: address.host, port: address.port,
            path: address.path + path.text,
            query: query.map { "\($0.name)=\(PercentEncoding.encode($0.value))" }.joined(separator: "&"),
            headers: headers, body: body)
    }
}
