import AWSCredentials
import AWSSigning
import CloudCalls
import Documents
import Foundation
import HTTPClient
import HTTPMessages
import TestSupport
import Testing
import Values

/// Which source wins, against botocore in the same surroundings.
@Suite struct BotocoreChainTests {
    @Test func `the same credentials are found as botocore finds`() async throws {
        let seed = UInt32.random(in: 0...UInt32.max)
        var kinds: Set<String> = []
        for line in try PythonTool.lines("chain_with_botocore.py", ["--count", "120", "--seed", "\(seed)"]) {
            let value = try JSON.value(from: line)
            let wanted = value.text("found") ?? ""
            kinds.insert(String(wanted.prefix { $0.isLetter }))
            let found = await Self.found(value)
            #expect(found == wanted, "seed \(seed): \(line)")
        }
        #expect(kinds.count > 5, "of error, nothing, ENV, KEY, ROLE, WEB, SSO, PROCESS, CONTAINER and IMDS")
    }

    private static func found(_ value: Value) async -> String {
        let texts = { (name: String) in
            Dictionary(
                uniqueKeysWithValues: (value[name]?.members.pairs ?? []).map { ($0.name, $0.value.text ?? "") })
        }
        let files = texts("files")
        let surroundings = Surroundings(variables: texts("variables")) { files[$0].map { Array($0.utf8) } }
        let http = StandInHTTP { request throws(HTTPError) in answer(request) }
        do {
            let configuration = try SharedConfiguration(surroundings, profile: value.text("profile"))
            let tools = SourceTools(
                configuration: configuration, http: http, nearHTTP: http, time: VirtualTime(),
                random: SeededRandomSource(seed: 1))
            let result = await CredentialChain(tools).resolve()
            if case .success(let found) = result.found { return found.credentials.accessKeyID }
            return result.reports.contains { $0.outcome == .failed } ? "error" : "nothing"
        } catch {
            return "error"
        }
    }

    /// What the server in `chain_with_botocore.py` answers.
    private static func answer(_ request: HTTPRequest) -> HTTPResponse {
        let later = "2099-01-01T00:00:00Z"
        func keys(_ name: String) -> HTTPResponse {
            StandInHTTP.text(
                #"{"AccessKeyId":"\#(name)","SecretAccessKey":"s","Token":"t","Expiration":"\#(later)"}"#)
        }
        let form = parameters(request.method == "POST" ? String(decoding: request.body, as: UTF8.self) : request.query)
        switch (request.method, request.path) {
        case ("PUT", _): return StandInHTTP.text("imds-token")
        case ("POST", _):
            let role = (form["RoleArn"] ?? "").split(separator: "/").last ?? ""
            let caller = request.headers["Authorization"]?.split(separator: "=")[1].split(separator: "/")[0]
            let name = caller.map { "ROLE.\(role).\($0)" } ?? "WEB.\(role).\(form["WebIdentityToken"] ?? "")"
            return StandInHTTP.text(
                "<R><X><Credentials><AccessKeyId>\(name)</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t"
                    + "</SessionToken><Expiration>\(later)</Expiration></Credentials></X></R>")
        case (_, "/federation/credentials"):
            let name = "SSO.\(form["account_id"] ?? "").\(form["role_name"] ?? "")"
            return StandInHTTP.text(
                #"{"roleCredentials":{"accessKeyId":"\#(name)","secretAccessKey":"s","sessionToken":"t","#
                    + #""expiration":4070908800000}}"#)
        case (_, let path) where path.hasSuffix("security-credentials/"): return StandInHTTP.text("instance-role")
        case (_, let path) where path.hasSuffix("instance-role"): return keys("IMDS")
        case (_, let path): return keys("CONTAINER." + path.dropFirst())
        }
    }

    private static func parameters(_ text: String) -> [String: String] {
        Dictionary(
            text.split(separator: "&").map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(parts[0]), parts[1].removingPercentEncoding ?? "")
            }, uniquingKeysWith: { $1 })
    }
}
