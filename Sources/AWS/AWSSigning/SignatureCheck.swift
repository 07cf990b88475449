import Digests
public import HTTPMessages
public import Values

/// Decides whether a request is from whom it says, as AWS does at its door.
public struct SignatureCheck: Sendable {
    /// Why a request is refused.
    public enum Refusal: Error, Sendable, Hashable {
        /// It carries no signature.
        case missing
        /// It carries one that can't be read.
        case incomplete
        /// Nobody has this access key.
        case unknownKey
        /// It was signed with another secret, or changed on its way.
        case mismatch
        /// It was signed too long ago, or for a time that has not come.
        case expired(String)
    }

    /// How far a signature's time may lie from ours (IAM User Guide, "Elements of an AWS API request signature").
    private static let tolerance = TimeSpan.minutes(5)
    private let keys: @Sendable (_ accessKeyID: String) -> Credentials?

    /// - Parameter keys: gives the key pair of an access key that is known.
    public init(_ keys: @escaping @Sendable (_ accessKeyID: String) -> Credentials?) { self.keys = keys }

    /// The signature that was checked.
    public func signature(of request: HTTPRequest, at now: Instant) throws(Refusal) -> ReceivedSignature {
        guard request.headers["Authorization"] != nil || request.query.contains("X-Amz-Signature=") else {
            throw .missing
        }
        guard let received = ReceivedSignature(request) else { throw .incomplete }
        guard let credentials = keys(received.accessKeyID) else { throw .unknownKey }
        let age = now - received.moment
        if age > received.lifetime ?? Self.tolerance {
            throw .expired("\(received.time.timestamp) is now earlier than \(SigningTime(now).timestamp)")
        }
        if age.milliseconds < -Self.tolerance.milliseconds {
            throw .expired("\(received.time.timestamp) is still later than \(SigningTime(now).timestamp)")
        }
        guard let digest = Self.digest(request, received),
            received.isMade(by: credentials, over: request, body: digest)
        else { throw .mismatch }
        return received
    }

    /// What stands for the body in the signature; nil when it is not this body.
    private static func digest(_ request: HTTPRequest, _ received: ReceivedSignature) -> String? {
        let own = SHA256Digest.hex(request.body)
        if received.lifetime != nil, received.scope.service == "s3" { return SigV4Signer.unsignedPayload }
        guard let told = request.headers["X-Amz-Content-SHA256"] else { return own }
        return told == own || told == SigV4Signer.unsignedPayload || told.hasPrefix("STREAMING-") ? told : nil
    }
}
