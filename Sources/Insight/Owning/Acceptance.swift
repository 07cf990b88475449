import Blueprints
import Documents
public import Planning
public import Resources
public import Specs
public import Values

/// What a spec must say so that it wants what somebody else made of a resource.
public struct Acceptance: Sendable, Hashable {
    /// The drifted property.
    public let property: String
    /// The place in the spec and its new value; nil when no value of the spec gives what is there.
    public let setting: Setting?

    public struct Setting: Sendable, Hashable {
        public let path: String
        public let value: Value
    }

    /// The entry of the spec's `ignore` that leaves the property alone.
    public func ignore(_ address: Address) -> String { "\(address):\(property.prefix { $0 != "." })" }

    /// For each drifted property of a resource the change of the spec that takes it over.
    public static func all(_ spec: Spec, _ drift: Drift) -> [Acceptance] {
        drift.properties.filter { $0.path != "status" }.map { change in
            Acceptance(property: change.path, setting: setting(for: change, of: drift.address, in: spec))
        }
    }

    /// Tries the found value in each place of the spec that has the old one's form, and keeps what gives it.
    private static func setting(for change: PropertyChange, of address: Address, in spec: Spec) -> Setting? {
        guard let wanted = change.new else { return nil }
        let value = spec.value
        var paths = ValuePath.leaves(of: value)
        // A tag may be one that the spec does not have yet.
        if change.path.hasPrefix("Tags.") { paths.insert("tags.\(change.path.dropFirst(5))", at: 0) }
        for path in paths {
            guard let override = SpecOverride(setting: "\(path)=\(JSON.text(of: wanted))") else { continue }
            let reading = SpecReader.read(
                Array(JSON.text(of: value).utf8), file: "variation", overrides: [override])
            guard let varied = reading.spec, varied.name == spec.name, varied.phase == spec.phase,
                let resource = Blueprint.graph(for: varied)[address]
            else { continue }
            let found: Value? =
                change.path.hasPrefix("Tags.")
                ? resource.tags[String(change.path.dropFirst(5))].map(Value.string)
                : resource.properties[change.path]
            if found == wanted { return Setting(path: path, value: wanted) }
        }
        return nil
    }
}
