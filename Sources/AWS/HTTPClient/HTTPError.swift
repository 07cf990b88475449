/// Why no whole answer came.
public struct HTTPError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as callers decide by it.
    public enum Kind: String, Sendable, CaseIterable {
        /// The request can't be written down as HTTP, or the settings name a file that can't be read.
        case invalidRequest = "InvalidRequest"
        case hostNotFound = "HostNotFound"
        case connectFailed = "ConnectFailed"
        /// Longer than `connectTimeout`.
        case connectTimeout = "ConnectTimeout"
        case proxyFailed = "ProxyFailed"
        /// The certificate is expired, signed by a stranger, or another host's.
        case untrustedCertificate = "UntrustedCertificate"
        case handshakeFailed = "HandshakeFailed"
        /// Longer than `firstByteTimeout`.
        case firstByteTimeout = "FirstByteTimeout"
        /// Longer than `stallTimeout`.
        case stalled = "Stalled"
        /// Longer than the caller's time for the whole call.
        case deadlineExceeded = "DeadlineExceeded"
        /// The connection broke, or the framing of its chunks or streams, before the answer was complete.
        case connectionLost = "ConnectionLost"
        /// The body ended before its announced length.
        case truncated = "Truncated"
        /// What came is no HTTP.
        case malformed = "Malformed"
        /// Longer than `bodyLimit` or `headerLimit`.
        case tooLarge = "TooLarge"
        case cancelled = "Cancelled"
        /// curl itself failed.
        case internalFailure = "InternalFailure"
    }

    public let kind: Kind
    /// Whom it was sent to: host and port.
    public let authority: String
    /// What is known beyond the kind; never a part of the request or the answer.
    public let detail: String
    /// Whether anything of the request may have reached the server.
    public let mayHaveArrived: Bool

    public init(_ kind: Kind, authority: String, detail: String = "", mayHaveArrived: Bool) {
        self.kind = kind
        self.authority = authority
        self.detail = detail
        self.mayHaveArrived = mayHaveArrived
    }

    public var description: String {
        let text: String =
            switch kind {
            case .invalidRequest: "the request to \(authority) can't be sent"
            case .hostNotFound: "the name \(authority) has no address"
            case .connectFailed: "no connection to \(authority)"
            case .connectTimeout: "no connection to \(authority) in time"
            case .proxyFailed: "the proxy on the way to \(authority) failed"
            case .untrustedCertificate: "the certificate of \(authority) can't be trusted"
            case .handshakeFailed: "no TLS with \(authority)"
            case .firstByteTimeout: "\(authority) did not begin to answer in time"
            case .stalled: "the answer of \(authority) stopped half way"
            case .deadlineExceeded: "the call to \(authority) took longer than its deadline"
            case .connectionLost: "the connection to \(authority) broke"
            case .truncated: "the answer of \(authority) is shorter than announced"
            case .malformed: "the answer of \(authority) is no HTTP"
            case .tooLarge: "the answer of \(authority) is longer than allowed"
            case .cancelled: "the call to \(authority) was cancelled"
            case .internalFailure: "the HTTP library failed on the way to \(authority)"
            }
        return detail.isEmpty ? text : "\(text): \(detail)"
    }
}
