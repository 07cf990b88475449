import Resources
public import Values

/// The tags by which we know our own.
public enum IdentityTags {
    public static let platform = "reconcile:platform"
    public static let address = "reconcile:address"
    public static let generation = "reconcile:generation"
    public static let phase = "reconcile:phase"
    public static let managedBy = "reconcile:managed-by"
    public static let name = "Name"
    static let all: Set<String> = [platform, address, generation, phase, managedBy, name]

    /// The identity tags and the user's, sorted by key.
    public static func tags(for target: Target) -> [(key: String, value: String)] {
        let users = target.tags.filter { !all.contains($0.key) }.map { (key: $0.key, value: $0.value) }
        return (identity(of: target) + [(phase, String(target.phase))] + users).sorted { $0.key < $1.key }
    }

    /// The identity tags without the phase, which names who introduced the object.
    static func identity(of target: Target) -> [(key: String, value: String)] {
        [
            (platform, target.platform), (address, target.address.text), (generation, String(target.generation)),
            (managedBy, "reconcile"), (name, name(for: target)),
        ]
    }

    /// As AWS lists them: `[{"Key": ..., "Value": ...}]`.
    public static func list(for target: Target) -> Value {
        .list(tags(for: target).map { ["Key": .string($0.key), "Value": .string($0.value)] })
    }

    /// As a map, for services that take one (EKS, SSM's are lists).
    public static func map(for target: Target) -> Value {
        .object(Members(tags(for: target).map { ($0.key, .string($0.value)) }))
    }

    /// EC2's `TagSpecifications` for a resource type such as `vpc`.
    public static func specification(_ type: String, for target: Target) -> Value {
        [["ResourceType": .string(type), "Tags": list(for: target)]]
    }

    /// The tags of an AWS list `[{"Key", "Value"}]`.
    public static func parse(_ list: Value?) -> [String: String] {
        var tags: [String: String] = [:]
        for tag in list?.elements ?? [] {
            if let key = tag.text("Key") { tags[key] = tag.text("Value") ?? "" }
        }
        return tags
    }

    /// The tags of an AWS map.
    public static func parse(map: Value?) -> [String: String] {
        var tags: [String: String] = [:]
        for pair in map?.members ?? Members() { tags[pair.name] = pair.value.text ?? "" }
        return tags
    }

    /// The keys of tags that an object has and should not: the target does not want them, and nobody else put them there.
    public static func surplus(_ tags: [String: String]?, for target: Target) -> [String] {
        guard let tags else { return [] }
        return tags.keys.filter { !all.contains($0) && target.tags[$0] == nil && !ForeignTags.contains($0) }.sorted()
    }

    /// The user's part of an object's tags.
    public static func users(_ tags: [String: String]) -> [String: String] {
        tags.filter { !all.contains($0.key) && !$0.key.hasPrefix("aws:") }
    }

    /// EC2 filters that select one generation of one address.
    public static func filters(for target: Target) -> Value {
        [
            ["Name": .string("tag:\(platform)"), "Values": [.string(target.platform)]],
            ["Name": .string("tag:\(address)"), "Values": [.string(target.address.text)]],
            ["Name": .string("tag:\(generation)"), "Values": [.string(String(target.generation))]],
        ]
    }

    /// EC2 filters for a scope: the platform, or one target.
    public static func filters(for scope: ListScope) -> Value {
        switch scope {
        case .platform(let name, _): [["Name": .string("tag:\(platform)"), "Values": [.string(name)]]]
        case .one(let target): filters(for: target)
        }
    }

    private static let (slash, dash) = (UInt8(ascii: "/"), UInt8(ascii: "-"))

    /// By bytes: each look names its target anew.
    private static func name(for target: Target) -> String {
        let local = String(decoding: target.address.local.utf8.map { $0 == slash ? dash : $0 }, as: UTF8.self)
        return target.generation == 0
            ? "\(target.platform)-\(local)" : "\(target.platform)-\(local)-g\(target.generation)"
    }
}
