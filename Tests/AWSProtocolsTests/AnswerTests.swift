import AWSModels
import AWSProtocols
import CloudCalls
import HTTPMessages
import Testing
import Values
import XMLTrees

@Suite struct AnswerTests {
    private func output(_ service: String, _ operation: String, _ response: HTTPResponse) throws -> Value {
        try ResponseDecoder(try ServiceModel(embedded: service).operation(operation)).output(response)
    }

    private func failure(_ service: String, _ operation: String, _ response: HTTPResponse) throws -> AWSError {
        ResponseDecoder(try ServiceModel(embedded: service).operation(operation)).failure(response).error
    }

    private func answer(_ status: Int, _ body: String, _ headers: [String: String] = [:]) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: HTTPHeaders(headers.map { HTTPHeaders.Field(name: $0.key, value: $0.value) }),
            body: Array(body.utf8))
    }

    @Test func `a log shows neither what the model calls sensitive nor a secret`() throws {
        let create = try ServiceModel(embedded: "ec2").operation("CreateLaunchTemplate")
        let input: Value = [
            "LaunchTemplateName": "web", "LaunchTemplateData": ["UserData": "planted"], "Unknown": "planted",
        ]
        let shown = "\(create.redactedInput(input))"
        #expect(shown.contains("web") && !shown.contains("planted"))
        let assume = try ServiceModel(embedded: "sts").operation("AssumeRole")
        let output: Value = [
            "Credentials": ["AccessKeyId": "AKID", "SessionToken": "planted", "SecretAccessKey": "planted"]
        ]
        #expect(assume.redactedOutput(output)["Credentials"]?.text("AccessKeyId") == "AKID")
        #expect(!"\(assume.redactedOutput(output))".contains("planted"))
        let commands = try ServiceModel(embedded: "ssm").operation("ListCommands")
        #expect(!"\(commands.redactedOutput(["Commands": [["Parameters": ["a": ["planted"]]]]]))".contains("planted"))
    }

    @Test func `a secret is not printed, a comment can be read`() throws {
        let comment = "<DistributionConfig><Comment>ours</Comment></DistributionConfig>"
        let config = try output("cloudfront", "GetDistributionConfig", answer(200, comment))
        #expect(config["DistributionConfig"]?.text("Comment") == "ours")
        let body = #"{"Name":"db","SecretString":"planted"}"#
        let value = try output("secretsmanager", "GetSecretValue", answer(200, body))
        #expect(value["SecretString"] == .sensitive(Sensitive("planted")))
        #expect(!"\(value)".contains("planted"))
    }

    @Test func `an answer that is none leaves it unknown whether the call had its effect`() throws {
        for body in ["", "<html><body>Sign in</body></html>", "<a>", "{", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"] {
            let error = #expect(throws: AWSError.self) { try output("ec2", "CreateVpc", answer(200, body)) }
            #expect(error?.code == "Transport.InvalidResponse")
            #expect(error?.effect == .unknown)
        }
        for body in ["<a/>", "[]", "{\"Keys\":{}}", "\u{FEFF}{}"] {
            #expect(throws: AWSError.self) { try output("kms", "ListKeys", answer(200, body)) }
        }
    }

    @Test func `an error has its code, message and request id in every protocol`() throws {
        let ec2 =
            "<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>no</Message></Error></Errors>"
            + "<RequestID>r-1</RequestID></Response>"
        let query =
            "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>no</Message></Error>"
            + "<RequestId>r-1</RequestId></ErrorResponse>"
        let json = #"{"__type":"com.amazonaws#NotFoundException","message":"no"}"#
        let id = ["x-amzn-RequestId": "r-1"]
        let found = [
            try failure("ec2", "DescribeVpcs", answer(400, ec2)), try failure("iam", "GetRole", answer(404, query)),
            try failure("kms", "DescribeKey", answer(400, json, id)),
            try failure(
                "eks", "DescribeCluster",
                answer(
                    404, #"{"message":"no"}"#,
                    ["x-amzn-errortype": "ResourceNotFoundException:http://x/"].merging(id) { a, _ in a })),
            try failure(
                "s3", "GetObject",
                answer(404, "<Error><Code>NoSuchKey</Code><Message>no</Message><RequestId>r-1</RequestId></Error>")),
            try failure(
                "cloudwatch", "DescribeAlarms",
                answer(400, json, ["x-amzn-query-error": "InvalidNextToken;Sender"].merging(id) { a, _ in a })),
        ]
        #expect(
            found.map(\.code) == [
                "InvalidVpcID.NotFound", "NoSuchEntity", "NotFoundException", "ResourceNotFoundException", "NoSuchKey",
                "InvalidNextToken",
            ])
        #expect(found.allSatisfy { $0.message == "no" && $0.requestID == "r-1" && $0.effect == .none })
    }

    @Test func `a server's failure may have had its effect, a refusal for its rate had none`() throws {
        #expect(try failure("ec2", "CreateVpc", answer(500, "")).effect == .unknown)
        #expect(try failure("ec2", "CreateVpc", answer(500, "")).code == "500")
        #expect(try failure("ec2", "CreateVpc", answer(502, "<html>Bad Gateway</html>")).isTransient)
        let busy = "<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message/></Error></Errors></Response>"
        #expect(try failure("ec2", "CreateVpc", answer(503, busy)).effect == .none)
        #expect(try failure("s3", "HeadBucket", answer(404, "")).code == "404")
    }

    @Test func `S3 may answer an error with status 200`() throws {
        let body = "<Error><Code>InternalError</Code><Message>try again</Message></Error>"
        let error = #expect(throws: AWSError.self) { try output("s3", "CopyObject", answer(200, body)) }
        #expect(error?.code == "InternalError" && error?.effect == .unknown)
        let object = try output("s3", "GetObject", answer(200, body))
        #expect(object["Body"] != nil)
    }

    @Test func `the region of a bucket is the root's own text`() throws {
        let body = "<LocationConstraint xmlns=\"x\">ap-south-1</LocationConstraint>"
        #expect(try output("s3", "GetBucketLocation", answer(200, body)) == ["LocationConstraint": "ap-south-1"])
        #expect(try output("s3", "GetBucketLocation", answer(200, "<LocationConstraint/>")) == [:])
    }

    @Test func `XML has limits and no entities of its own`() throws {
        let deep = String(repeating: "<a>", count: 200) + String(repeating: "</a>", count: 200)
        #expect(throws: XMLProblem(reason: .tooDeep, line: 1)) { try XMLTree(Array(deep.utf8)) }
        #expect(throws: XMLProblem(reason: .tooLarge, line: 0)) {
            try XMLTree(Array("<a/>".utf8), limits: XMLLimits(depth: 9, size: 3))
        }
        let bomb = "<!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>\n<l>&b;</l>"
        let refused = #expect(throws: XMLProblem.self) { try XMLTree(Array(bomb.utf8)) }
        #expect(refused?.reason == .documentType)
        #expect(throws: XMLProblem.self) { try XMLTree([0x3C, 0x61, 0x3E, 0xC0, 0x80, 0x3C, 0x2F, 0x61, 0x3E]) }
        let tree = try XMLTree(Array("<n:a x='1'> t&amp;<![CDATA[<u>]]><b/>late</n:a>".utf8))
        #expect(tree.name(tree.root) == "a" && tree.text(tree.root) == " t&<u>")
        #expect(tree.attributes(tree.root) == [XMLTree.Attribute(name: "x", value: "1")])
    }
}
