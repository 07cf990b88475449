public import HTTPMessages
public import Values

/// What a request says of its own signature, in a header or in its query.
public struct ReceivedSignature: Sendable {
    public let accessKeyID: String
    /// When it was signed.
    public let moment: Instant
    /// How long it counts, where it says so: in a query.
    public let lifetime: TimeSpan?
    /// The service and region that it counts for.
    public let scope: SigningScope
    let time: SigningTime
    let signedHeaders: [String]
    let signature: String

    /// Nil when the request carries none, or none that can be read.
    public init?(_ request: HTTPRequest) {
        let parameters: [String: String]
        let stamp: String?
        if let header = request.headers["Authorization"] {
            guard header.hasPrefix(SigV4Signer.algorithm + " ") else { return nil }
            parameters = Self.pairs(header.dropFirst(SigV4Signer.algorithm.count + 1).split(separator: ","))
            stamp = request.headers["X-Amz-Date"]
            lifetime = nil
        } else {
            let query = Self.pairs(request.query.split(separator: "&"))
            guard query["X-Amz-Algorithm"] == SigV4Signer.algorithm else { return nil }
            let names = ["Credential", "SignedHeaders", "Signature"]
            parameters = Dictionary(
                uniqueKeysWithValues: names.map { ($0, PercentEncoding.decode(query["X-Amz-\($0)"] ?? "")) })
            stamp = query["X-Amz-Date"]
            lifetime = .seconds(query["X-Amz-Expires"].flatMap { Int($0) } ?? 0)
        }
        let credential = (parameters["Credential"] ?? "").split(separator: "/", omittingEmptySubsequences: false)
        guard credential.count == 5, credential[4] == "aws4_request", let stamp, let moment = Self.moment(stamp),
            stamp.hasPrefix(credential[1]), let signature = parameters["Signature"], !signature.isEmpty,
            let headers = parameters["SignedHeaders"]
        else { return nil }
        accessKeyID = String(credential[0])
        self.moment = moment
        time = SigningTime(moment)
        scope = SigningScope(service: String(credential[3]), region: String(credential[2]))
        signedHeaders = headers.split(separator: ";").map(String.init)
        self.signature = signature
    }

    /// Whether it was made with these credentials over this very request.
    public func isMade(by credentials: Credentials, over request: HTTPRequest, body digest: String) -> Bool {
        let signer = SigV4Signer(scope.service == "s3" ? .s3 : .normalized)
        var signed = request
        signed.query = request.query.split(separator: "&", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("X-Amz-Signature=") }.joined(separator: "&")
        let headers = CanonicalHeaders(of: signed, signed: signedHeaders)
        let text = signer.canonicalRequest(signed, headers: headers, payloadDigest: digest)
        let wanted = signer.signature(
            of: signer.stringToSign(text, time: time, scope: scope), with: credentials, time: time, scope: scope)
        // Every byte is compared, so that the time it takes tells nothing.
        return wanted.utf8.count == signature.utf8.count
            && zip(wanted.utf8, signature.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func pairs(_ parts: [Substring]) -> [String: String] {
        var pairs: [String: String] = [:]
        for part in parts {
            let sides = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if sides.count == 2 { pairs[String(sides[0])] = String(sides[1]) }
        }
        return pairs
    }

    /// The moment that `20150830T123600Z` means.
    private static func moment(_ stamp: String) -> Instant? {
        let digits = Array(stamp)
        guard digits.count == 16, digits[8] == "T", digits[15] == "Z" else { return nil }
        func part(_ range: Range<Int>) -> String { String(digits[range]) }
        return Instant(
            timestamp: "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z"
        )
    }
}
