import Digests
import Documents
import Foundation
import TestSupport
import Testing
import Values

@testable import AWSCredentials

/// The files that botocore's own tests read (`tests/unit/cfg`, `test_configloader.py`), and what botocore makes of
/// generated ones.
@Suite struct ConfigFilesTests {
    private func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: PythonTool.suite("tests/unit/cfg/\(name)")))
    }

    private func config(_ name: String) throws -> ConfigFile { try ConfigFile(bytes(name), file: name) }

    @Test func `every file of the suite is read by a test below`() throws {
        let text = try String(contentsOfFile: #filePath, encoding: .utf8)
        for name in try AWSSuites.names("unit/cfg") {
            #expect(text.contains("\"\(name)\""), "\(name) is read by none")
        }
    }

    @Test func `profiles have names with and without quotes`() throws {
        let profiles = try config("aws_config").profiles
        #expect(profiles.keys.sorted() == ["default", "personal"])
        #expect(profiles["personal"]?["aws_security_token"] == "fiebaz")
        #expect(try config("aws_third_config").profiles.keys.sorted() == ["default", "third"])
        #expect(try config("aws_config_other").profiles["default"]?["aws_access_key_id"] == "other_foo")
        #expect(try config("foo_config").profiles["default"]?["foo_region"] == "us-west-1")
    }

    @Test func `sections that are no proper profiles are passed over`() throws {
        #expect(try config("aws_bad_profile").profiles.keys.sorted() == ["default", "my profile", "personal1"])
    }

    @Test func `indented blocks are read one level deep`() throws {
        let profile = try config("aws_config_nested").profiles["default"]
        #expect(profile?["region"] == "us-west-2")
        #expect(profile?.blocks["s3"] == ["signature_version": "s3v4", "addressing_style": "path"])
        #expect(profile?.blocks["cloudwatch"] == ["signature_version": "v4"])
    }

    @Test func `sso sessions and services have names of their own`() throws {
        let sso = try config("aws_sso_session_config")
        #expect(sso.ssoSessions["sso"]?["sso_start_url"] == "https://example.com")
        let services = try config("aws_services_config").services["my-services"]
        #expect(services?.blocks["s3"]?["endpoint_url"] == "https://localhost:5678/")
        #expect(services?.blocks["dynamodb"]?["endpoint_url"] == "https://localhost:8888/")
    }

    @Test(arguments: ["aws_config_bad", "aws_config_badbytes", "aws_config_nested_bad", "aws_credentials"])
    func `a file that can't be read is refused, with its place and without its content`(_ name: String) throws {
        let bytes = try bytes(name)
        let problem = try #require(throws: ConfigurationProblem.self) { try ConfigFile(bytes, file: name) }
        #expect(problem.message.contains(name))
        #expect(!problem.description.contains("foo") && !problem.description.contains("bar"))
    }

    @Test(arguments: ["aws_config_nocreds", "boto_config", "boto_config_empty"])
    func `files without profiles that have keys are files`(_ name: String) throws {
        #expect(try config(name).profiles["default"]?["aws_access_key_id"] == nil)
    }

    @Test func `generated files are read as botocore reads them`() throws {
        let seed = UInt32.random(in: 0...UInt32.max)
        var outcomes: Set<Bool> = []
        for line in try PythonTool.lines("config_with_botocore.py", ["--count", "2500", "--seed", "\(seed)"]) {
            let value = try JSON.value(from: line)
            let bytes = try #require(Base64.decode(value.text("text") ?? ""))
            let shown = Comment(rawValue: "seed \(seed): \(String(reflecting: String(decoding: bytes, as: UTF8.self)))")
            let config = (try? ConfigFile(bytes, file: "config")).map { file -> Value in
                [
                    "profiles": Self.value(file.profiles), "sso_sessions": Self.value(file.ssoSessions),
                    "services": Self.value(file.services),
                ]
            }
            let wanted = value["config"].flatMap { $0.isNull ? nil : $0 }
            outcomes.insert(config == nil)
            for part in ["profiles", "sso_sessions", "services"] {
                #expect(config?[part] == wanted?[part], shown)
            }
            let credentials = (try? CredentialsFile(bytes, file: "credentials")).map { Self.value($0.profiles) }
            #expect(credentials == value["credentials"].flatMap { $0.isNull ? nil : $0 }, shown)
        }
        #expect(outcomes == [true, false])
    }

    private static func value(_ profiles: [String: Profile]) -> Value {
        .object(
            Members(
                profiles.map { name, profile in
                    let texts = profile.values.map { ($0, Value.string($1)) }
                    let blocks = profile.blocks.map { name, block in
                        (name, Value.object(Members(block.map { ($0, .string($1)) })))
                    }
                    return (name, .object(Members(texts + blocks)))
                }))
    }

    @Test(
        arguments: [
            ("a b", ["a", "b"]), ("  a\t'b c'  ", ["a", "b c"]), (#"a"b\"c"\ d"#, [#"ab"c d"#]), ("''", [""]),
            (#""a\nb""#, [#"a\nb"#]), ("", []), ("'open", nil), (#""open"#, nil), (#"end\"#, nil),
        ] as [(String, [String]?)])
    func `command lines are split as a shell splits them`(_ line: String, _ words: [String]?) {
        #expect(ShellWords.split(line) == words)
    }
}
