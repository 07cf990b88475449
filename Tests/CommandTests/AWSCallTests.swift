import AWSCredentials
import Documents
import Synchronization
import Terminal
import TestSupport
import Testing
import Values

@testable import Commands

/// `reconcile aws call` against moto on this machine, behind a gate that checks signatures.
@Suite struct AWSCallTests {
    private struct Ran {
        var code: Int32 = -1
        var result = ""
        var note = ""
    }

    private func call(
        _ words: [String], _ more: [String: String] = [:], input: String = "", traits: TerminalTraits = .plain
    ) async throws -> Ran {
        let variables = [
            "HOME": "/home/x", "AWS_EC2_METADATA_DISABLED": "true", "AWS_REGION": "eu-west-1", "AWS_MAX_ATTEMPTS": "1",
            "AWS_ACCESS_KEY_ID": "AKIDCHECKED", "AWS_SECRET_ACCESS_KEY": "checked-secret",
            "AWS_ENDPOINT_URL": "http://127.0.0.1:\(try CheckedMoto.shared.get().greeting)",
        ].merging(more) { $1 }
        let ran = Mutex(Ran())
        let output = TextOutput(
            standard: { text in ran.withLock { $0.result += text } },
            side: { text in ran.withLock { $0.note += text } },
            standardTraits: { traits }, sideTraits: { traits })
        guard case .run(_, let options) = try CommandTree.root.parse(["aws", "call"] + words) else { return Ran() }
        let code = try await AWSCall(
            options, output, Surroundings(variables: variables) { _ in nil }, patience: .hours(1)
        ) {
            Array(input.utf8)
        }.run()
        return ran.withLock { ran in
            ran.code = code
            return ran
        }
    }

    private func failure(_ words: [String], _ more: [String: String] = [:], input: String = "") async throws -> String {
        do {
            let ran = try await call(words, more, input: input)
            Issue.record("\(ran)")
            return ""
        } catch let failure as CommandFailure {
            return failure.lines.joined(separator: "\n")
        } catch let problem as UsageProblem {
            return "\(problem.message) \(problem.hint)"
        }
    }

    @Test(arguments: [(40, "C"), (80, "C.UTF-8"), (200, "en_US.UTF-8")])
    func `an answer is the same in every window`(_ width: Int, _ locale: String) async throws {
        let window = TerminalTraits(
            isTerminal: true, size: (width, 24), environment: ["TERM": "xterm", "NO_COLOR": "1", "LC_ALL": locale])
        let ran = try await call(["sts", "get-caller-identity", "--query", "{Account: Account}"], traits: window)
        #expect(ran.result == "{\n  \"Account\": \"123456789012\"\n}\n" && ran.note.isEmpty, "\(ran)")
    }

    @Test func `an answer is printed as JSON, and an expression picks from it`() async throws {
        let topic = try await call(["sns", "create-topic", "--input", "-"], input: #"{"Name": "called-topic"}"#)
        let arn = try #require(try JSON.value(from: topic.result).text("TopicArn"))
        #expect(topic.code == 0 && topic.note.isEmpty)
        let found = try await call([
            "sns", "ListTopics", "--paginate", "--query", "Topics[?contains(TopicArn, 'called')].TopicArn | [0]",
        ])
        #expect(try JSON.value(from: found.result) == .string(arn))
    }

    @Test func `pages are asked for until there are no more`() async throws {
        let input = #"{"ServiceCode": "AmazonEC2", "AttributeName": "instanceType", "MaxResults": 1}"#
        let one = try await call(["pricing", "GetAttributeValues", "--input", input])
        let all = try await call([
            "pricing", "GetAttributeValues", "--input", input, "--paginate", "--query", "length(AttributeValues)",
        ])
        #expect(try JSON.value(from: one.result)["AttributeValues"]?.elements.count == 1)
        #expect(all.result == "4\n")
    }

    @Test func `what AWS calls sensitive is hidden, also from expressions`() async throws {
        let input = #"{"Name": "called-secret", "SecretString": "planted"}"#
        _ = try await call(["secretsmanager", "CreateSecret", "--input", input])
        let read = ["secretsmanager", "GetSecretValue", "--input", #"{"SecretId": "called-secret"}"#]
        #expect(try JSON.value(from: try await call(read).result).text("SecretString") == "***")
        #expect(try await call(read + ["--query", "to_string(SecretString)"]).result == "\"\\\"***\\\"\"\n")
        #expect(try await failure(read + ["--query", "length(SecretString)"]).contains("--query can't be applied"))
    }

    @Test func `a dry run shows what would be sent, without its secrets, and sends nothing`() async throws {
        let input = #"{"Name": "n", "SecretString": "planted-string", "Tags": [{"Key": "k", "Value": "v"}]}"#
        let variables = [
            "AWS_ENDPOINT_URL": "", "AWS_SESSION_TOKEN": "planted-token", "AWS_SECRET_ACCESS_KEY": "planted-key",
        ]
        let words = ["secretsmanager", "CreateSecret", "--input", input, "--dry-run"]
        let ran = try await call(words, variables)
        let lines = ran.result.split(separator: "\n").map(String.init)
        #expect(lines.first == "POST https://secretsmanager.eu-west-1.amazonaws.com/")
        for line in [
            "Host: secretsmanager.eu-west-1.amazonaws.com", "X-Amz-Target: secretsmanager.CreateSecret",
            "X-Amz-Security-Token: ***",
        ] {
            #expect(lines.contains(line), "\(line) in \(ran.result)")
        }
        #expect(lines.contains { $0.hasPrefix("Authorization: AWS4-HMAC-SHA256 Credential=AKIDCHECKED/") })
        #expect(lines.contains { $0.hasSuffix("Signature=***") })
        let body = try JSON.value(from: try #require(lines.last))
        #expect(body.text("SecretString") == "***" && body["Tags"]?.elements.count == 1)
        #expect(!ran.result.contains("planted"))
        let json = try JSON.value(from: try await call(words + ["--json"], variables).result)
        #expect(json.text("method") == "POST" && json["headers"]?.text("X-Amz-Security-Token") == "***")
    }

    @Test func `AWS itself is called only when it is named`() async throws {
        for more in [["AWS_ENDPOINT_URL": ""], ["AWS_ENDPOINT_URL": "http://127.0.0.1.example.com"]] {
            let told = try await failure(["ec2", "DescribeVpcs"], more)
            #expect(told.contains("--provider aws") && told.contains("[Client.ProviderNotNamed]"), "\(told)")
        }
        let named = try await call(["sts", "GetCallerIdentity", "--provider", "aws"])
        #expect(try JSON.value(from: named.result).text("Account") == "123456789012")
    }

    @Test func `the fake cloud answers when it is named`() async throws {
        let scratch = try Scratch()
        let fake = ["--provider", "fake", "--cloud", "\(scratch.path)/cloud.db"]
        let input = ["--input", #"{"CidrBlock": "10.7.0.0/16"}"#]
        let made = try await call(["ec2", "CreateVpc", "--query", "Vpc.CidrBlock"] + input + fake)
        #expect(made.result == "\"10.7.0.0/16\"\n")
        let zones = try await call(
            ["ec2", "describe-availability-zones", "--query", "length(AvailabilityZones)"] + fake)
        #expect(try JSON.value(from: zones.result).number ?? 0 > 1)
        #expect(try await failure(["ec2", "DescribeVpcs", "--dry-run"] + fake).contains("takes no signatures"))
    }

    @Test(arguments: [
        (["ecc2", "DescribeVpcs"], "Did you mean `ec2`?"), (["ec2", "DescribeVpc"], "Did you mean `DescribeVpcs`?"),
        (["ec2", "CreateVpc", "--paginate"], "answers all at once"),
        (["ec2", "DescribeVpcs", "--query", "["], "--query"),
        (["ec2", "DescribeVpcs", "--input", "[]"], "takes a JSON object"),
        (["ec2", "DescribeVpcs", "--input", "{"], "--input:1:2"),
        (["ec2", "CreateVpc", "--input", #"{"Cidr": 1}"#], "Cidr"),
        (["sts", "GetCallerIdentity", "--profile", "none"], "The profile `none`"),
    ])
    func `what can't be called is told before anything is sent`(_ words: [String], _ told: String) async throws {
        let text = try await failure(words, ["AWS_ENDPOINT_URL": "http://127.0.0.1:1"])
        #expect(text.contains(told), "\(text)")
    }

    @Test func `a refusal has AWS's words, code and request id`() async throws {
        let told = try await failure(["ec2", "DescribeVpcs", "--input", #"{"VpcIds": ["vpc-00000001"]}"#])
        #expect(told.contains("ec2 DescribeVpcs in eu-west-1 failed:") && told.contains("[InvalidVpcID.NotFound]"))
    }

    @Test func `the log tells of each attempt, and nothing of its content`() async throws {
        let ran = try await call(["sts", "GetCallerIdentity", "--log-level", "debug"])
        let line = try #require(ran.note.split(separator: "\n").first)
        #expect(line.hasPrefix("debug: sts GetCallerIdentity in eu-west-1: 200 in "), "\(line)")
        #expect(line.contains(" ms"))
        #expect(try JSON.value(from: ran.result).text("Account") == "123456789012")
        let quiet = try await call(["sts", "GetCallerIdentity"])
        #expect(quiet.note.isEmpty)
    }

    @Test func `the log tells of each further attempt`() async throws {
        let faults = try JSON.value(from: try PythonServer.faults.get().greeting)
        let port = try #require(faults["ports"]?.number("plain"))
        let ran = try await call(
            ["ec2", "DescribeVpcs", "--log-level", "debug"],
            [
                "AWS_ENDPOINT_URL": "http://127.0.0.1:\(port)/storm/500-1-logged", "AWS_RETRY_MODE": "standard",
                "AWS_MAX_ATTEMPTS": "3",
            ])
        let lines = ran.note.split(separator: "\n")
        #expect(lines.count == 3, "\(ran.note)")
        #expect(lines.first?.contains("500 InternalError in ") == true)
        #expect(lines.first?.hasSuffix(" ms, request storm") == true)
        #expect(lines.dropFirst().first?.contains("attempt 2 in ") == true)
        #expect(lines.last?.contains(": 200 in ") == true)
    }
}

extension PythonServer {
    fileprivate static let faults = Result { try PythonServer("fault_server.py") }
}
