import Documents
import Providers
import Values

/// How an object of a cluster says whose it is: labels by which it is found, annotations for what a label can't hold.
///
/// A label's value has at most 63 letters, digits, `-`, `_` and `.` ("Labels and Selectors", Kubernetes
/// documentation); an address has slashes, and users' tags have anything.
enum KubernetesIdentity {
    private static let prefix = "reconcile.dev/"
    static let platform = prefix + "platform"
    private static let labels = [
        IdentityTags.platform, IdentityTags.generation, IdentityTags.phase, IdentityTags.managedBy,
    ]
    private static let tagsAnnotation = "applied.reconcile.dev/tags"
    /// What was applied, so that a read can leave out what the server and others added.
    private static let formAnnotation = "applied.reconcile.dev/form"

    /// The labels and annotations of a target's object, with the form that is applied.
    static func marks(_ target: Target, form: Value) -> (labels: Value, annotations: Value) {
        var marks: (labels: Value, annotations: Value) = ([:], [formAnnotation: .string(JSON.text(of: form))])
        var others: Value = [:]
        for tag in IdentityTags.tags(for: target) {
            if labels.contains(tag.key) {
                marks.labels[name(tag.key)] = .string(tag.value)
            } else if tag.key == IdentityTags.address {
                marks.annotations[name(tag.key)] = .string(tag.value)
            } else {
                others[tag.key] = .string(tag.value)
            }
        }
        marks.annotations[tagsAnnotation] = .string(JSON.text(of: others))
        return marks
    }

    /// `reconcile:platform` as `reconcile.dev/platform`.
    private static func name(_ tag: String) -> String { prefix + tag.drop { $0 != ":" }.dropFirst() }

    /// All tags that an object's marks mean.
    static func tags(of object: Value) -> [String: String] {
        let metadata = object["metadata"] ?? [:]
        var tags = IdentityTags.parse(map: parsed(metadata["annotations"]?.text(tagsAnnotation)))
        for tag in labels { tags[tag] = metadata["labels"]?.text(name(tag)) }
        tags[IdentityTags.address] = metadata["annotations"]?.text(name(IdentityTags.address))
        return tags
    }

    /// The form that was applied; empty for an object that nobody of us made.
    static func form(of object: Value) -> Value {
        parsed(object["metadata"]?["annotations"]?.text(formAnnotation)) ?? [:]
    }

    /// Somebody may have broken an annotation by hand: then it says nothing.
    private static func parsed(_ text: String?) -> Value? { text.flatMap { try? JSON.value(from: $0) } }
}
