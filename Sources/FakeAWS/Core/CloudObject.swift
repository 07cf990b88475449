public import Values

/// One thing in the fake cloud.
public struct CloudObject: Sendable, Hashable {
    /// Where an object is kept: its type's CloudFormation name, its region (`global` for none) and its id.
    public struct Key: Sendable, Hashable, Comparable {
        public let type: String
        public let region: String
        public let id: String

        public init(_ type: String, _ region: String, _ id: String) {
            self.type = type
            self.region = region
            self.id = id
        }

        public static func < (left: Key, right: Key) -> Bool {
            (left.type, left.region, left.id) < (right.type, right.region, right.id)
        }
    }

    public let key: Key
    /// The status as AWS words it; empty for kinds without one.
    public var status: String
    /// What the service's describe operation answers, without tags and status.
    public var attributes: Value
    /// What no operation shows: secret text, hashes, counters.
    public var hidden: Value
    public var tags: [String: String]
    public let createdAt: Instant
    /// Lists leave it out before this moment (eventual consistency).
    public var visibleAt: Instant
    /// The order of creation in this cloud.
    public var sequence: Int

    public init(
        _ key: Key, status: String = "", attributes: Value, hidden: Value = [:], tags: [String: String] = [:],
        createdAt: Instant, visibleAt: Instant? = nil, sequence: Int = 0
    ) {
        self.key = key
        self.status = status
        self.attributes = attributes
        self.hidden = hidden
        self.tags = tags
        self.createdAt = createdAt
        self.visibleAt = visibleAt ?? createdAt
        self.sequence = sequence
    }

    public var id: String { key.id }
    public var region: String { key.region }
    /// The fake's own notes: no resource that anybody could list or pay for.
    public var isBookkeeping: Bool { FakeCatalog.bookkeeping.contains(key.type) }
    /// The status as a list shows it: some kinds keep it as a code inside their attributes.
    public var shownStatus: String {
        guard status.isEmpty else { return status }
        return attributes["Status"]?.text("Code") ?? attributes["State"]?.text("Code") ?? ""
    }
    /// Tags as AWS lists them, sorted by key.
    public var tagList: Value {
        .list(tags.sorted { $0.key < $1.key }.map { ["Key": .string($0.key), "Value": .string($0.value)] })
    }
    /// Tags as a map.
    public var tagMap: Value { .object(Members(tags.map { ($0.key, .string($0.value)) })) }
}
