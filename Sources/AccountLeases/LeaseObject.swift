public import CloudCalls
import Digests
import Documents
public import Values

/// The lease of a platform in its account: an object in a bucket, written on the condition that it is as it was read.
///
/// A state file excludes nobody on another machine; S3's conditional writes do. Whoever finds the same record for longer
/// than a holder may go without renewing it takes it over, so that no clocks are compared. Source: S3 user guide,
/// "Conditional requests" (PutObject with If-None-Match and If-Match, DeleteObject with If-Match).
public struct LeaseObject: Sendable {
    public let bucket: String
    public let key: String
    public let region: String
    private let account: String
    private let aws: any AWSCalls
    private let time: any TimeSource
    private let attemptLimit: TimeSpan

    /// - Parameters:
    ///   - region: where the bucket is; the same for all who change the platform.
    ///   - aws: retries already.
    public init(
        platform: String, account: String, region: String, aws: any AWSCalls, time: any TimeSource,
        attemptLimit: TimeSpan
    ) {
        self.account = account
        self.region = region
        self.aws = aws
        self.time = time
        self.attemptLimit = attemptLimit
        bucket = Self.bucket(of: account, in: region)
        key = "\(platform).json"
    }

    /// The bucket in which all leases of an account and region lie. Names of buckets are one for all accounts, so that
    /// this one may be another's: every call says whose it must be.
    public static func bucket(of account: String, in region: String) -> String {
        "\(prefix)\(account)-\(region)"
    }

    private static let prefix = "reconcile-leases-"

    /// Whether a bucket holds leases, by its name.
    public static func isBucket(_ name: String) -> Bool { name.hasPrefix(prefix) }

    /// The operations that a holder calls.
    public static let operations = [
        "CreateBucket", "PutPublicAccessBlock", "PutObject", "GetObject", "DeleteObject", "DeleteBucket",
    ]

    // MARK: Taking, renewing, giving back

    /// Takes a lease that nobody holds.
    /// - Returns: the record's ETag.
    public func take(_ holder: LeaseHolding) async throws(LeaseRefusal) -> String {
        do throws(AWSError) { return try await put(holder, ["IfNoneMatch": "*"]) } catch {
            guard error.code == "NoSuchBucket" else { return try await settle(error, holder) }
        }
        do throws(AWSError) {
            try await makeBucket()
            return try await put(holder, ["IfNoneMatch": "*"])
        } catch {
            return try await settle(error, holder)
        }
    }

    /// Takes it from a holder that is dead, or silent for too long.
    public func takeOver(_ record: LeaseRecord, _ holder: LeaseHolding) async throws(LeaseRefusal) -> String {
        do throws(AWSError) { return try await put(holder, ["IfMatch": .string(record.etag)]) } catch {
            return try await settle(error, holder)
        }
    }

    /// - Parameter count: how often it was renewed, this time included.
    public func renew(_ etag: String, _ holder: LeaseHolding, count: Int) async throws(LeaseRefusal) -> String {
        do throws(AWSError) { return try await put(holder, ["IfMatch": .string(etag)], renewals: count) } catch {
            return try await settle(error, holder)
        }
    }

    /// Gives it back; one that is somebody else's by now stays.
    public func release(_ etag: String) async throws(LeaseRefusal) {
        do throws(AWSError) {
            try await call("DeleteObject", ["Key": .string(key), "IfMatch": .string(etag)])
        } catch {
            guard Self.isLost(error) else { throw .failed(error) }
        }
    }

    /// Removes the bucket when no lease lies in it any more.
    public func removeBucket() async throws(LeaseRefusal) {
        do throws(AWSError) { try await call("DeleteBucket", [:]) } catch {
            guard ["BucketNotEmpty", "NoSuchBucket"].contains(error.code) else { throw .failed(error) }
        }
    }

    /// The lease as it lies there; nil when nobody holds it.
    public func record() async throws(LeaseRefusal) -> LeaseRecord? {
        do throws(AWSError) {
            let output = try await call("GetObject", ["Key": .string(key)])
            let bytes = output.text("Body").flatMap { Base64.decode($0) } ?? []
            let value = try? JSON.value(from: String(decoding: bytes, as: UTF8.self), file: key)
            return LeaseRecord(holder: value.flatMap(LeaseHolding.init), etag: output.text("ETag") ?? "")
        } catch {
            guard ["NoSuchKey", "NoSuchBucket"].contains(error.code) else { throw .failed(error) }
            return nil
        }
    }

    // MARK: Calls

    private static func isLost(_ error: AWSError) -> Bool {
        // Two conditional writes at once: one of them gets a conflict (S3 user guide, "Conditional writes").
        ["PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey", "NoSuchBucket"].contains(error.code)
    }

    /// What a refused write means: an earlier try of ours whose answer was lost, or that another holds it.
    private func settle(_ error: AWSError, _ holder: LeaseHolding) async throws(LeaseRefusal) -> String {
        guard Self.isLost(error) else { throw .failed(error) }
        guard let record = try await record() else { throw .gone }
        guard record.holder?.token == holder.token else { throw .held(record) }
        return record.etag
    }

    private func put(
        _ holder: LeaseHolding, _ condition: Value, renewals: Int = 0
    ) async throws(AWSError) -> String {
        let text = JSON.text(of: holder.value(renewals: renewals))
        let object: Value = [
            "Key": .string(key), "Body": .string(Base64.encode(text)), "ContentType": "application/json",
        ]
        let output = try await call("PutObject", object.merging(condition))
        return output.text("ETag") ?? ""
    }

    /// Nothing in it is ever public, which is AWS's default and made sure of here.
    private func makeBucket() async throws(AWSError) {
        var input: Value = [:]
        // us-east-1 is asked for by saying nothing (CreateBucket).
        if region != "us-east-1" { input = ["CreateBucketConfiguration": ["LocationConstraint": .string(region)]] }
        do throws(AWSError) { try await call("CreateBucket", input, isOwned: false) } catch {
            guard error.code == "BucketAlreadyOwnedByYou" else { throw error }
        }
        try await call(
            "PutPublicAccessBlock",
            [
                "PublicAccessBlockConfiguration": [
                    "BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true,
                    "RestrictPublicBuckets": true,
                ]
            ])
    }

    /// Each call may be made again when no answer came: it either sets what is set already or has a condition that an
    /// earlier try of it makes false, and `settle` tells whose try that was.
    /// - Parameter isOwned: whether a bucket of this name in another account is refused; creating one can't say so.
    @discardableResult
    private func call(_ operation: String, _ input: Value, isOwned: Bool = true) async throws(AWSError) -> Value {
        var input = input.merging(["Bucket": .string(bucket)])
        if isOwned { input["ExpectedBucketOwner"] = .string(account) }
        return try await aws.call(
            AWSRequest(
                service: "s3", operation: operation, region: region, input: input,
                deadline: time.now() + attemptLimit, isRepeatable: true))
    }
}
