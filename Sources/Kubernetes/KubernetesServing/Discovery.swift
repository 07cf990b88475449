import KubernetesMessages
import Values

/// What an API server says of its kinds, by which clients find the address of each (Kubernetes documentation, "The
/// Kubernetes API").
struct Discovery {
    private static let verbs: Value = ["create", "delete", "get", "list", "patch"]
    private let resources: [KubernetesResource]

    init(_ resources: [KubernetesResource]) { self.resources = resources }

    /// Whether a path is one of a document about kinds, if those kinds are there.
    static func isDocument(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        return switch parts.first {
        case "api": parts.count <= 2
        case "apis": parts.count <= 3
        case "openapi": parts.count >= 2 && parts[1] == "v3"
        default: false
        }
    }

    /// The document at a path; nil where none is.
    func document(_ path: String) -> Value? {
        switch path {
        case "/api": return ["kind": "APIVersions", "versions": ["v1"]]
        case "/apis": return ["kind": "APIGroupList", "apiVersion": "v1", "groups": .list(groups)]
        case "/openapi/v3": return ["paths": .object(Members(groupVersions.map { (Self.place($0), locator($0)) }))]
        default:
            for version in groupVersions {
                if path == "/\(Self.place(version))" { return list(version) }
                if path == "/openapi/v3/\(Self.place(version))" { return schema(version) }
            }
            guard path.hasPrefix("/apis/") else { return nil }
            return groups.first { $0.text("name") == String(path.dropFirst(6)) }?
                .merging(["kind": "APIGroup", "apiVersion": "v1"])
        }
    }

    /// What runs, of a version such as `1.34`.
    static func version(_ text: String) -> Value {
        let parts = text.split(separator: ".").map { Value.string(String($0)) }
        return [
            "major": parts.first ?? "", "minor": parts.dropFirst().first ?? "",
            "gitVersion": .string("v\(text).0-eks"), "platform": "linux/amd64",
        ]
    }

    private static func place(_ version: String) -> String { (version.contains("/") ? "apis/" : "api/") + version }

    private var groupVersions: [String] { Set(resources.map(\.apiVersion)).sorted() }

    private var groups: [Value] {
        groupVersions.filter { $0.contains("/") }.map { text in
            let parts = text.split(separator: "/").map(String.init)
            let version: Value = ["groupVersion": .string(text), "version": .string(parts[1])]
            return ["name": .string(parts[0]), "versions": [version], "preferredVersion": version]
        }
    }

    private func list(_ version: String) -> Value {
        [
            "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": .string(version),
            "resources": .list(
                resources.filter { $0.apiVersion == version }.map { resource in
                    [
                        "name": .string(resource.plural), "singularName": .string(resource.kind.lowercased()),
                        "namespaced": .bool(resource.isNamespaced), "kind": .string(resource.kind),
                        "verbs": Self.verbs, "shortNames": .strings(resource.shortNames),
                    ]
                }),
        ]
    }

    private func locator(_ version: String) -> Value {
        ["serverRelativeURL": .string("/openapi/v3/\(Self.place(version))")]
    }

    /// That fields are looked at by the server, so that `kubectl` leaves it to do so.
    private func schema(_ version: String) -> Value {
        let paths = resources.filter { $0.apiVersion == version }.map { resource -> (String, Value) in
            let place = resource.isNamespaced ? "namespaces/{namespace}/" : ""
            let patch: Value = [
                "parameters": [
                    ["name": "fieldValidation", "in": "query", "schema": ["type": "string"]]
                ],
                "responses": ["200": ["description": "OK"]],
                "x-kubernetes-group-version-kind": [
                    "group": .string(resource.group), "kind": .string(resource.kind),
                    "version": .string(resource.version),
                ],
            ]
            return ("/\(Self.place(version))/\(place)\(resource.plural)/{name}", ["patch": patch])
        }
        return [
            "openapi": "3.0.0", "info": ["title": "Kubernetes", "version": "unversioned"],
            "paths": .object(Members(paths)),
        ]
    }
}
