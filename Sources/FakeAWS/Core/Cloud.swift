public import CloudCalls
import Digests
public import Values

/// A deterministic AWS as a value: a copied cloud goes its own way.
///
/// It is the cloud and knows nothing of specs, plans or addresses. Time comes in with each call; what takes time is
/// a scheduled event that runs when a later call (or `advance`) passes its moment.
public struct Cloud: Sendable {
    public let account: String
    public private(set) var now: Instant
    /// Counts creations; ids derive from it.
    public private(set) var sequence: Int
    public private(set) var objects: [CloudObject.Key: CloudObject]
    /// Identifiers in order of creation, by type and region.
    private var order: [String: [String: [String]]]
    public private(set) var events: EventQueue
    public var tokens: [String: TokenRecord]
    public var faults: Faults
    var buckets: [String: TokenBucket]
    /// Where requests go as things stand, once looked for; not stored.
    var steadyTraffic: SteadyTraffic?
    /// What runs on its machines; not stored.
    public let guest: any Guest
    /// What changed since `takeChanges`, for the store.
    private var changes: CloudChanges

    /// An empty account at a moment.
    public init(account: String, at now: Instant, guest: any Guest = PlainGuest()) {
        self.account = account
        self.guest = guest
        self.now = now
        sequence = 0
        objects = [:]
        order = [:]
        events = EventQueue()
        tokens = [:]
        faults = Faults()
        buckets = [:]
        changes = CloudChanges()
    }

    /// A cloud as it was stored.
    public init(
        account: String, now: Instant, sequence: Int, objects stored: [CloudObject], events: [ScheduledEvent],
        tokens: [String: TokenRecord], faults: Faults, guest: any Guest = PlainGuest()
    ) {
        self.init(account: account, at: now, guest: guest)
        self.sequence = sequence
        for object in stored.sorted(by: { $0.sequence < $1.sequence }) {
            objects[object.key] = object
            order[object.key.type, default: [:]][object.region, default: []].append(object.id)
        }
        for event in events { self.events.push(event) }
        self.tokens = tokens
        self.faults = faults
    }

    /// Runs everything that is due up to `moment`, in order.
    public mutating func advance(to moment: Instant) {
        while let event = events.popDue(at: moment) {
            if event.at > now { now = event.at }
            changes.endedEvents.append(event.sequence)
            FakeServices.events[event.name]?(&self, event)
        }
        if moment > now { now = moment }
        Traffic.countIfDue(&self)
    }

    // MARK: Objects

    /// Adds an object; it gets the next sequence number.
    public mutating func insert(_ object: CloudObject) {
        countTraffic(before: object.key)
        var object = object
        sequence += 1
        object.sequence = sequence
        if objects[object.key] == nil {
            order[object.key.type, default: [:]][object.region, default: []].append(object.id)
        }
        objects[object.key] = object
        changes.written.insert(object.key)
        changes.removed.remove(object.key)
    }

    /// Changes an object where it lies; nothing happens when it isn't there.
    public mutating func update(_ key: CloudObject.Key, _ change: (inout CloudObject) -> Void) {
        guard objects[key] != nil else { return }
        countTraffic(before: key)
        note(key, change)
    }

    /// Changes an object in what does not move people's requests.
    mutating func note(_ key: CloudObject.Key, _ change: (inout CloudObject) -> Void) {
        change(&objects[key, default: CloudObject(key, attributes: [:], createdAt: now)])
        changes.written.insert(key)
    }

    public mutating func remove(_ key: CloudObject.Key) {
        countTraffic(before: key)
        guard objects.removeValue(forKey: key) != nil else { return }
        order[key.type]?[key.region]?.removeAll { $0 == key.id }
        changes.removed.insert(key)
        changes.written.remove(key)
    }

    /// Before an object changes that decides where requests go, those of the time until now are counted.
    private mutating func countTraffic(before key: CloudObject.Key) {
        guard Traffic.isRelevant(key.type) else { return }
        Traffic.count(&self)
        steadyTraffic = nil
    }

    /// An object by its key, visible or not.
    public func object(_ type: String, _ region: String, _ id: String) -> CloudObject? {
        objects[CloudObject.Key(type, region, id)]
    }

    /// Objects of a type in a region that lists show by now, in order of creation.
    public func all(_ type: String, _ region: String) -> [CloudObject] {
        (order[type]?[region] ?? []).compactMap { id in
            guard let object = objects[CloudObject.Key(type, region, id)], object.visibleAt <= now else { return nil }
            return object
        }
    }

    /// Objects of a type in a region, those that lists don't show yet included.
    public func allEvenHidden(_ type: String, _ region: String) -> [CloudObject] {
        (order[type]?[region] ?? []).compactMap { objects[CloudObject.Key(type, region, $0)] }
    }

    /// The regions that have objects of a type, sorted.
    func regions(of type: String) -> [String] { order[type]?.keys.sorted() ?? [] }

    /// All objects of a type, region by region, those that lists don't show yet included.
    func allEvenHidden(_ type: String) -> [CloudObject] { regions(of: type).flatMap { allEvenHidden(type, $0) } }

    // MARK: Time and identifiers

    /// Has the handler `name` run after a while.
    public mutating func schedule(
        _ name: String, after span: TimeSpan, on key: CloudObject.Key, _ argument: Value = [:]
    ) {
        sequence += 1
        let span = faults.slowness == 100 ? span : .milliseconds(span.milliseconds / 100 * faults.slowness)
        let event = ScheduledEvent(
            at: now + span, sequence: sequence, name: name, key: key, argument: argument)
        events.push(event)
        changes.newEvents.append(event)
    }

    /// A fresh identifier such as `vpc-0a1b2c3d4e5f60718`: the prefix and `digits` hexadecimal digits.
    public mutating func freshID(_ prefix: String, digits: Int = 17) -> String {
        sequence += 1
        let hash = SHA256Digest.hex("\(account)/\(prefix)/\(sequence)")
        return prefix + "0" + String(hash.prefix(digits - 1))
    }

    /// A number that looks random but is the same for the same object and purpose; 0 up to but not including `bound`.
    public func steadyNumber(_ seed: String, below bound: Int) -> Int {
        Int(UInt32(SHA256Digest.hex(seed).prefix(8), radix: 16) ?? 0) % max(1, bound)
    }

    /// Runs a create once for each client token, as AWS documents: the same token and input give the first answer,
    /// another input `IdempotentParameterMismatch`.
    public mutating func once(
        _ call: Call, token: String?, mismatch: String = "IdempotentParameterMismatch",
        _ create: (inout Cloud) throws(AWSError) -> Value
    ) throws(AWSError) -> Value {
        guard let token, !token.isEmpty else { return try create(&self) }
        let key = "\(call.service)/\(call.region)/\(call.operation)/\(token)"
        let input = TokenRecord.digest(of: call.input)
        if let known = tokens[key] {
            guard known.inputDigest == input else {
                throw AWSError(mismatch, "The client token \(token) was used with other parameters.")
            }
            return known.output
        }
        let output = try create(&self)
        let record = TokenRecord(inputDigest: input, output: output)
        tokens[key] = record
        changes.newTokens[key] = record
        return output
    }

    /// How many events came or went since `takeChanges`.
    public var eventsToWrite: Int { changes.newEvents.count + changes.endedEvents.count }

    /// What changed since the last time, for a store to write.
    public mutating func takeChanges() -> CloudChanges {
        defer { changes = CloudChanges() }
        return changes
    }
}
