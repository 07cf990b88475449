public import CloudCalls
public import Values

/// The cloud as a driver sees it: calls with a deadline, pages put together, equal reads of one observation shared.
public struct CloudAccess: Sendable {
    public let account: String
    let aws: any AWSCalls
    let kubernetes: any KubernetesCalls
    let time: any TimeSource
    let reads: ReadCache?
    /// How long one attempt may take; after it the call can no longer take effect.
    let attemptLimit: TimeSpan

    /// The same for AWS itself.
    public static let attemptLimit = TimeSpan.seconds(60)

    public init(
        account: String, aws: any AWSCalls, kubernetes: any KubernetesCalls, time: any TimeSource,
        reads: ReadCache? = nil, attemptLimit: TimeSpan = CloudAccess.attemptLimit
    ) {
        self.account = account
        self.aws = aws
        self.kubernetes = kubernetes
        self.time = time
        self.reads = reads
        self.attemptLimit = attemptLimit
    }

    /// The moment by which a call made now has ended.
    public var deadline: Instant { time.now() + attemptLimit }
    public var now: Instant { time.now() }

    /// Makes a call that changes something.
    @discardableResult
    public func call(
        _ service: String, _ operation: String, _ region: String, _ input: Value
    ) async throws(AWSError) -> Value {
        try await aws.call(
            AWSRequest(
                service: service, operation: operation, region: region, input: input.compacted, deadline: deadline))
    }

    /// Makes a call that only reads; inside one observation an equal one is made once.
    public func read(
        _ service: String, _ operation: String, _ region: String, _ input: Value
    ) async throws(AWSError) -> Value {
        let request = AWSRequest(
            service: service, operation: operation, region: region, input: input.compacted, deadline: deadline,
            onlyReads: true)
        guard let reads else { return try await aws.call(request) }
        return try await reads.read(request, aws)
    }

    /// Reads all pages and gives the elements of the list member `items` of each.
    ///
    /// `marker` names the input member that takes the next page, and `next` the output member that gives it.
    public func pages(
        _ service: String, _ operation: String, _ region: String, _ input: Value, items: String,
        marker: String = "NextToken", next: String = "NextToken"
    ) async throws(AWSError) -> [Value] {
        var all: [Value] = []
        var input = input
        while true {
            let page = try await read(service, operation, region, input)
            all += page[items]?.elements ?? []
            guard let token = page.text(next), !token.isEmpty else { return all }
            input[marker] = .string(token)
        }
    }

    /// The text of a secret, or of one key of its JSON.
    public func secret(_ reference: SecretReference) async throws(AWSError) -> Sensitive {
        let output = try await call(
            "secretsmanager", "GetSecretValue", reference.region, ["SecretId": .string(reference.name)])
        guard case .sensitive(let text)? = output["SecretString"] else {
            throw AWSError("ResourceNotFoundException", "Secret \(reference.name) has no text.")
        }
        guard !reference.key.isEmpty else { return text }
        guard let value = SecretText.value(of: reference.key, in: text.reveal()) else {
            throw AWSError("ResourceNotFoundException", "Secret \(reference.name) has no key \(reference.key).")
        }
        return Sensitive(value)
    }

    public func apply(_ object: Value, in cluster: ClusterName) async throws(AWSError) -> Value {
        try await kubernetes.apply(object, in: cluster, deadline: deadline)
    }

    public func get(_ name: ObjectName, in cluster: ClusterName) async throws(AWSError) -> Value {
        try await kubernetes.get(name, in: cluster, deadline: deadline)
    }

    public func list(
        apiVersion: String, kind: String, labelSelector: String, in cluster: ClusterName
    ) async throws(AWSError) -> [Value] {
        try await kubernetes.list(
            apiVersion: apiVersion, kind: kind, labelSelector: labelSelector, in: cluster, deadline: deadline)
    }

    public func delete(_ name: ObjectName, in cluster: ClusterName) async throws(AWSError) {
        try await kubernetes.delete(name, in: cluster, deadline: deadline)
    }
}
