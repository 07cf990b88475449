import AWSSigning
import Digests
import HTTPMessages
import Testing
import Values

@Suite struct SecrecyTests {
    private let credentials = Credentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: Sensitive("planted-key"),
        sessionToken: Sensitive("planted-token"))
    private let moment = Instant(milliseconds: 1_767_225_600_000)

    private func texts(_ value: some Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value)|\(String(reflecting: value))|\(dumped)"
    }

    @Test func `credentials and signed requests print no secret and no signature`() {
        let request = HTTPRequest(
            method: "POST", host: "iam.amazonaws.com", query: "token=planted-query", body: Array("planted-body".utf8))
        let signed = SigV4Signer(.s3).signed(
            request, with: credentials, scope: SigningScope(service: "iam", region: "us-east-1"), at: moment)
        #expect(signed.headers["Authorization"]?.contains("Signature=") == true)
        for text in [texts(credentials), texts(signed), texts(signed.headers)] {
            #expect(!text.contains("planted") && !text.contains("Signature="))
        }
    }

    @Test func `a cluster token is the presigned address that STS would take`() throws {
        let token = ClusterToken.make(
            cluster: "shop", region: "ap-south-1", host: "sts.ap-south-1.amazonaws.com", credentials: credentials,
            at: moment)
        #expect(!texts(token).contains("k8s"))
        let text = token.reveal()
        #expect(text.hasPrefix("k8s-aws-v1.") && !text.contains("="))
        var encoded = text.dropFirst("k8s-aws-v1.".count)
            .map { $0 == "-" ? "+" : $0 == "_" ? "/" : String($0) }.joined()
        encoded += String(repeating: "=", count: (4 - encoded.count % 4) % 4)
        let url = String(decoding: try #require(Base64.decode(encoded)), as: UTF8.self)
        #expect(url.hasPrefix("https://sts.ap-south-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15&"))
        #expect(url.contains("X-Amz-SignedHeaders=host%3Bx-k8s-aws-id") && url.contains("X-Amz-Expires=60"))
    }
}
