import Values

/// The properties of an object in a cluster, and the object that they mean.
///
/// `cluster`, `namespace` and `name` say where it is; `labels`, `annotations` and `finalizers` go into its metadata;
/// `replicas` goes into its spec; every other property is a top-level member of the object itself, such as `spec` or
/// `data`.
enum KubernetesForm {
    private static let place = ["cluster", "namespace", "name"]
    private static let metadata = ["labels", "annotations", "finalizers"]
    /// Beside `spec`, since an autoscaler moves it.
    static let replicas = "replicas"

    /// What of the properties becomes part of the object.
    static func form(of properties: Value) -> Value {
        .object(Members(properties.members.filter { !place.contains($0.name) }.map { ($0.name, $0.value) }))
    }

    /// The whole object.
    static func object(_ form: Value, metadata base: Value) -> Value {
        var object: Value = [:]
        var meta = base
        for pair in form.members {
            switch pair.name {
            case "labels", "annotations": meta[pair.name] = pair.value.merging(base[pair.name] ?? [:])
            case "finalizers": meta[pair.name] = pair.value
            case replicas: break
            default: object[pair.name] = pair.value
            }
        }
        if let number = form[replicas] { object["spec"] = (object["spec"] ?? [:]).merging([replicas: number]) }
        object["metadata"] = meta
        return object
    }

    /// A live object in the shape of the form that was applied to it: what the server or others added is left out, what
    /// they changed or took away shows.
    static func read(_ object: Value, as form: Value) -> Value {
        var read: Value = [:]
        for pair in form.members {
            let live: Value? =
                switch pair.name {
                case replicas: object["spec"]?[replicas]
                case let name where metadata.contains(name): object["metadata"]?[name]
                default: object[pair.name]
                }
            guard let live else { continue }
            read[pair.name] = pair.name == "finalizers" ? ours(live, pair.value) : project(live, on: pair.value)
        }
        return read
    }

    /// Other controllers add finalizers of their own.
    private static func ours(_ live: Value, _ applied: Value) -> Value {
        .list(applied.elements.filter { live.elements.contains($0) })
    }

    private static func project(_ live: Value, on applied: Value) -> Value {
        switch (live, applied) {
        case (.object(let members), .object(let wanted)):
            var projected = Members()
            for pair in wanted { projected[pair.name] = members[pair.name].map { project($0, on: pair.value) } }
            return .object(projected)
        case (.list(let elements), .list(let wanted)):
            // Elements keep their places; surplus ones show.
            return .list(
                elements.enumerated().map { index, element in
                    wanted.indices.contains(index) ? project(element, on: wanted[index]) : element
                })
        default: return live
        }
    }
}
