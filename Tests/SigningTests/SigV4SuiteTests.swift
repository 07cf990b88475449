import Foundation
import HTTPMessages
import TestSupport
import Testing
import Values

@testable import AWSSigning

/// AWS's own suite for Signature Version 4, read from botocore's source distribution.
@Suite struct SigV4SuiteTests {
    /// One folder of the suite.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let folder: URL
        var testDescription: String { name }

        func file(_ kind: String) throws -> String {
            let url = folder.appendingPathComponent("\(folder.lastPathComponent).\(kind)")
            return try String(contentsOf: url, encoding: .utf8).replacingOccurrences(of: "\r", with: "")
        }
    }

    private static let suite = PythonTool.suite("tests/unit/auth/aws4_testsuite")
    private static let scope = SigningScope(service: "service", region: "us-east-1")
    private static let moment = Instant(timestamp: "2015-08-30T12:36:00Z") ?? Instant(milliseconds: 0)

    static let cases: [Case] = {
        let paths = FileManager.default.enumerator(atPath: suite.path)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".req") }.sorted().map {
            let folder = suite.appendingPathComponent($0).deletingLastPathComponent()
            return Case(name: folder.lastPathComponent, folder: folder)
        }
    }()

    @Test func `the suite is there, whole`() {
        #expect(Self.cases.count == 34, "run Tests/scripts/fetch_suites")
    }

    @Test(arguments: Self.cases)
    func `canonical request, string to sign and signature are those of AWS`(_ suiteCase: Case) throws {
        var request = try Self.request(try suiteCase.file("req"))
        let canonical = try suiteCase.file("creq")
        // `post-sts-header-after` adds its token behind the signer: the signature knows none.
        let token = canonical.split(separator: "\n").first { $0.hasPrefix("x-amz-security-token:") }
            .map { Sensitive(String($0.dropFirst("x-amz-security-token:".count))) }
        let credentials = Credentials(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: Sensitive("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            sessionToken: token)
        request.headers["X-Amz-Security-Token"] = nil
        let signer = SigV4Signer()
        let signed = signer.signed(request, with: credentials, scope: Self.scope, at: Self.moment)
        var unsigned = signed
        unsigned.headers["Authorization"] = nil
        let digest = canonical.split(separator: "\n").last.map(String.init) ?? ""
        let text = signer.canonicalRequest(unsigned, headers: CanonicalHeaders(of: unsigned), payloadDigest: digest)
        #expect(String(decoding: text, as: UTF8.self) == canonical)
        let toSign = signer.stringToSign(text, time: SigningTime(Self.moment), scope: Self.scope)
        #expect(String(decoding: toSign, as: UTF8.self) == (try suiteCase.file("sts")))
        #expect(signed.headers["Authorization"] == (try suiteCase.file("authz")))
    }

    /// Reads the suite's request files: a request line, header lines (some folded), and a body after an empty line.
    private static func request(_ text: String) throws -> HTTPRequest {
        let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        let lines = parts[0].split(separator: "\n")
        let words = lines[0].split(separator: " ")
        let target = words[1..<(words.count - 1)].joined(separator: " ")
        let mark = target.firstIndex(of: "?")
        var request = HTTPRequest(method: String(words[0]), host: "")
        request.path = String(target[..<(mark ?? target.endIndex)])
        request.query = mark.map { Self.encoded(target[target.index(after: $0)...]) } ?? ""
        request.body = parts.count > 1 ? Array(parts[1].utf8) : []
        var fields: [HTTPHeaders.Field] = []
        for line in lines.dropFirst() {
            if line.hasPrefix(" ") {
                fields[fields.count - 1].value += "\n" + line
            } else {
                let colon = try #require(line.firstIndex(of: ":"))
                fields.append(.init(name: String(line[..<colon]), value: String(line[line.index(after: colon)...])))
            }
        }
        request.host = fields.first { $0.name == "Host" }?.value ?? ""
        request.headers = HTTPHeaders(fields.filter { $0.name != "Host" })
        return request
    }

    /// The suite writes UTF-8 in queries as it is; an `HTTPRequest` holds them encoded.
    private static func encoded(_ query: Substring) -> String {
        query.utf8.map { $0 < 0x80 ? String(UnicodeScalar($0)) : "%" + String($0, radix: 16).uppercased() }.joined()
    }
}
