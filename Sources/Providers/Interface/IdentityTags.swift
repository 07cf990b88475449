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
        var tags = target.tags
        tags[platform] = target.platform
        tags[address] = target.address.text
        tags[generation] = String(target.generation)
        tags[phase] = String(target.phase)
        tags[managedBy] = "reconcile"
        tags[name] = name(for: target)
        return tags.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
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

    private static func name(for target: Target) -> String {
        let local = target.address.local.replacing("/", with: "-")
        return target.generation == 0
            ? "\(target.platform)-\(local)" : "\(target.platform)-\(local)-g\(target.generation)"
    }
}

extension String {
    /// By bytes: each listing of the cloud names each address anew.
    fileprivate func replacing(_ old: Unicode.Scalar, with new: Unicode.Scalar) -> String {
        String(decoding: utf8.map { $0 == UInt8(ascii: old) ? UInt8(ascii: new) : $0 }, as: UTF8.self)
    }
}
