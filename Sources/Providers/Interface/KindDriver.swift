public import CloudCalls
public import Resources
public import Values

/// What the provider must know of one kind: how AWS operations list, create, update and delete it.
///
/// A driver holds nothing, never sleeps and never retries; the provider around it settles lost answers, waits for
/// readiness and turns errors into verdicts.
public protocol KindDriver: Sendable {
    var schema: KindSchema { get }
    /// The operations that it calls; any other is refused.
    var calls: KindCalls { get }

    /// Lists objects. In `.platform` scope by a few paginated calls for the whole region, never one per object where
    /// AWS has a batch; `cloud` shares equal read calls of one observation between drivers.
    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found]

    /// Sends the create call with `target.token` and identity tags; further calls that it needs may follow here, but
    /// must also be made by `update` when a property doesn't read back.
    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError)

    /// Changes what differs between `found` and `target`; `differences` holds the top-level property names (or `Tags`).
    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError)

    /// Does what an object lacks beyond its properties, such as the reboot that makes its parameters take effect, and
    /// says what it now waits for; nil when it lacks nothing.
    func complete(_ operation: Operation, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) -> String?

    /// Sends the delete call, or the next one where a deletion takes several (disable, then delete).
    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError)

    /// What AWS keeps of the kind after its deletion, by the platform's tag; never what `list` gives.
    func leftovers(of platform: String, region: String, _ cloud: CloudAccess) async throws(AWSError) -> [Leftover]

    /// The identity of an object that can't be tagged, from resolved desired properties; nil when a part is missing.
    func naturalKey(of properties: Value) -> String?

    /// Writes our identity on an object that exists and is nobody's, by the target's physical id.
    /// - Returns: false when the kind has no way to do that.
    /// - Throws: the cloud's refusal, or `Provider.Taken` when it is another platform's or another address'.
    func claim(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Bool

    /// Takes back what `claim` wrote without having seen the object; false when it has nothing of that kind.
    func release(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Bool

    /// The object with the target's physical id and its tags, whoever's it is; nil when there is none.
    ///
    /// What else it holds is what can't be changed in place and what `update` needs to write tags.
    func lookUp(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Found?

    /// Desired properties in the form that AWS gives back (lower-case names, parsed policies, sorted sets).
    func normalized(_ properties: Value) -> Value

    /// Whether an error of this kind's calls is worth waiting for, in words for people; nil leaves it to the
    /// provider's table of known errors.
    func waitReason(for error: AWSError) -> String?
}

extension KindDriver {
    public func complete(
        _ operation: Operation, _ found: Found, _ cloud: CloudAccess
    ) async throws(AWSError) -> String? { nil }
    public func leftovers(
        of platform: String, region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [Leftover] { [] }
    public func naturalKey(of properties: Value) -> String? { nil }
    public func claim(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Bool { false }
    public func release(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Bool { false }
    public func lookUp(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Found? {
        try await list(.one(target), cloud).first { $0.physicalID == target.physicalID }
    }
    public func normalized(_ properties: Value) -> Value { properties }
    public func waitReason(for error: AWSError) -> String? { nil }
}
