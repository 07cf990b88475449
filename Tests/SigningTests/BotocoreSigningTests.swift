import AWSSigning
import Digests
import Documents
import HTTPMessages
import TestSupport
import Testing
import Values

/// What botocore makes of the same requests.
@Suite struct BotocoreSigningTests {
    @Test func `signatures of generated requests are those of botocore`() throws {
        let seed = UInt32.random(in: 0...UInt32.max)
        var modes: Set<String> = []
        for line in try PythonTool.lines("sign_with_botocore.py", ["--count", "1500", "--seed", "\(seed)"]) {
            let value = try JSON.value(from: line)
            modes.insert(value.text("mode") ?? "")
            #expect(
                Self.signed(value) == value.text("expected"),
                "seed \(seed), \(value.text("mode") ?? ""): \(line.prefix(300))")
        }
        #expect(modes == ["header", "unsigned", "s3", "s3-unsigned", "presigned", "s3-presigned"])
    }

    private static func signed(_ value: Value) -> String? {
        let mode = value.text("mode") ?? ""
        let request = HTTPRequest(
            method: value.text("method") ?? "", scheme: value.text("scheme") ?? "", host: value.text("host") ?? "",
            port: value.number("port"), path: value.text("path") ?? "", query: value.text("query") ?? "",
            headers: HTTPHeaders(
                (value["headers"]?.elements ?? []).map { .init(name: $0.texts[0], value: $0.texts[1]) }),
            body: Base64.decode(value.text("body") ?? "") ?? [])
        let credentials = Credentials(
            accessKeyID: value.text("id") ?? "", secretAccessKey: Sensitive(value.text("secret") ?? ""),
            sessionToken: value.text("token").map(Sensitive.init))
        let scope = SigningScope(service: value.text("service") ?? "", region: value.text("region") ?? "")
        let moment = Instant(milliseconds: (value.number("seconds") ?? 0) * 1000)
        let signer = SigV4Signer(mode.hasPrefix("s3") ? .s3 : .normalized)
        if mode.hasSuffix("presigned") {
            let lifetime = TimeSpan.seconds(value.number("lifetime") ?? 0)
            return signer.presigned(request, with: credentials, scope: scope, at: moment, lifetime: lifetime).url
        }
        let payload: PayloadSigning = mode.hasSuffix("unsigned") ? .unsigned : .signed
        return signer.signed(request, with: credentials, scope: scope, at: moment, payload: payload)
            .headers["Authorization"]
    }
}
