import Digests
public import HTTPMessages
public import Values

/// Signs requests with AWS Signature Version 4.
///
/// Source: IAM User Guide, "Create a signed AWS API request"; conformance by AWS's own suite, in the tests.
public struct SigV4Signer: Sendable {
    static let algorithm = "AWS4-HMAC-SHA256"
    static let unsignedPayload = "UNSIGNED-PAYLOAD"
    private let rules: PathRules

    public init(_ rules: PathRules = .normalized) { self.rules = rules }

    /// The request with `Authorization`, `X-Amz-Date` and what else the signature needs; older ones are replaced.
    public func signed(
        _ request: HTTPRequest, with credentials: Credentials, scope: SigningScope, at moment: Instant,
        payload: PayloadSigning = .signed
    ) -> HTTPRequest {
        let time = SigningTime(moment)
        var signed = request
        signed.headers["Authorization"] = nil
        signed.headers["X-Amz-Date"] = time.timestamp
        signed.headers["X-Amz-Security-Token"] = credentials.sessionToken?.reveal()
        let isUnsigned = payload == .unsigned && request.scheme == "https"
        if isUnsigned {
            signed.headers["X-Amz-Content-SHA256"] = Self.unsignedPayload
        } else if rules == .s3 {
            signed.headers["X-Amz-Content-SHA256"] = SHA256Digest.hex(request.body)
        }
        let digest = signed.headers["X-Amz-Content-SHA256"] ?? SHA256Digest.hex(request.body)
        let headers = CanonicalHeaders(of: signed)
        let text = canonicalRequest(signed, headers: headers, payloadDigest: digest)
        let signature = signature(
            of: stringToSign(text, time: time, scope: scope), with: credentials, time: time, scope: scope)
        signed.headers["Authorization"] =
            "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(time.date)/\(scope.suffix), "
            + "SignedHeaders=\(String(decoding: headers.names, as: UTF8.self)), Signature=\(signature)"
        return signed
    }

    /// The request with its signature in the query, for whoever may send it until it expires.
    /// - Parameter lifetime: AWS refuses more than 7 days.
    public func presigned(
        _ request: HTTPRequest, with credentials: Credentials, scope: SigningScope, at moment: Instant,
        lifetime: TimeSpan
    ) -> HTTPRequest {
        let time = SigningTime(moment)
        let headers = CanonicalHeaders(of: request)
        var parameters = [
            ("X-Amz-Algorithm", Self.algorithm),
            ("X-Amz-Credential", "\(credentials.accessKeyID)/\(time.date)/\(scope.suffix)"),
            ("X-Amz-Date", time.timestamp), ("X-Amz-Expires", "\(lifetime.seconds)"),
            ("X-Amz-SignedHeaders", String(decoding: headers.names, as: UTF8.self)),
        ]
        if let token = credentials.sessionToken { parameters.append(("X-Amz-Security-Token", token.reveal())) }
        let added = parameters.map { "\($0.0)=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
        var signed = request
        signed.query = request.query.isEmpty ? added : "\(request.query)&\(added)"
        // Who presigns for S3 does not know the body yet.
        let digest = rules == .s3 ? Self.unsignedPayload : SHA256Digest.hex(request.body)
        let text = canonicalRequest(signed, headers: headers, payloadDigest: digest)
        let signature = signature(
            of: stringToSign(text, time: time, scope: scope), with: credentials, time: time, scope: scope)
        signed.query += "&X-Amz-Signature=\(signature)"
        return signed
    }

    func canonicalRequest(_ request: HTTPRequest, headers: CanonicalHeaders, payloadDigest: String) -> [UInt8] {
        let newline = UInt8(ascii: "\n")
        var text: [UInt8] = []
        text.reserveCapacity(headers.lines.count + headers.names.count + request.path.utf8.count + 160)
        text.append(contentsOf: request.method.utf8)
        text.append(newline)
        text.append(contentsOf: CanonicalPath.bytes(request.path, rules: rules))
        text.append(newline)
        text.append(contentsOf: CanonicalQuery.bytes(request.query))
        text.append(newline)
        text.append(contentsOf: headers.lines)
        text.append(newline)
        text.append(contentsOf: headers.names)
        text.append(newline)
        text.append(contentsOf: payloadDigest.utf8)
        return text
    }

    func stringToSign(_ canonicalRequest: [UInt8], time: SigningTime, scope: SigningScope) -> [UInt8] {
        let digest = Hexadecimal.text(SHA256Digest.bytes(canonicalRequest))
        return Array("\(Self.algorithm)\n\(time.timestamp)\n\(time.date)/\(scope.suffix)\n\(digest)".utf8)
    }

    func signature(
        of text: [UInt8], with credentials: Credentials, time: SigningTime, scope: SigningScope
    ) -> String {
        var key = Array("AWS4\(credentials.secretAccessKey.reveal())".utf8)
        for part in [String(time.date), scope.region, scope.service, "aws4_request"] {
            key = HMACSHA256.code(key: key, message: Array(part.utf8))
        }
        return Hexadecimal.text(HMACSHA256.code(key: key, message: text))
    }
}
