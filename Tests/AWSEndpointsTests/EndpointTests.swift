import AWSModels
import HTTPMessages
import Testing
import Values

@testable import AWSEndpoints

@Suite struct EndpointTests {
    private func endpoint(_ service: String, _ parameters: Members) throws -> Endpoint {
        try EndpointRuleSet(embedded: service, partitions: try Partitions()).endpoint(parameters)
    }

    @Test(arguments: [
        ("ec2", "ap-south-1", "https://ec2.ap-south-1.amazonaws.com"),
        ("ec2", "cn-north-1", "https://ec2.cn-north-1.amazonaws.com.cn"),
        ("ec2", "us-gov-west-1", "https://ec2.us-gov-west-1.amazonaws.com"),
        ("iam", "ap-south-1", "https://iam.amazonaws.com"), ("route53", "eu-west-1", "https://route53.amazonaws.com"),
        ("elbv2", "ap-south-1", "https://elasticloadbalancing.ap-south-1.amazonaws.com"),
    ])
    func `a service answers where AWS says`(service: String, region: String, url: String) throws {
        #expect(try endpoint(service, Members([("Region", .string(region))])).url == url)
    }

    @Test func `a global service is signed for its one region`() throws {
        let signing = try endpoint("iam", Members([("Region", "ap-south-1")])).signing
        #expect(signing?.region == "us-east-1" && signing?.encodesPathTwice == true)
        let bucket = try endpoint("s3", Members([("Region", "ap-south-1"), ("Bucket", "b.c")]))
        #expect(bucket.signing?.encodesPathTwice == false)
        #expect(bucket.address.path == "/b.c")
        #expect(try endpoint("ec2", Members([("Region", "ap-south-1")])).signing == nil)
    }

    @Test func `what is required or of the wrong type is refused`() throws {
        #expect(throws: EndpointProblem.refused("Invalid Configuration: Missing Region")) {
            try endpoint("ec2", Members())
        }
        #expect(throws: EndpointProblem.refused("parameter UseFIPS is not a boolean")) {
            try endpoint("ec2", Members([("UseFIPS", "yes")]))
        }
        #expect(throws: EndpointProblem.self) { try endpoint("lambda", Members()) }
        #expect(throws: EndpointProblem.noAddress("https://ec2.a b.amazonaws.com")) {
            try endpoint("ec2", Members([("Region", "a b")]))
        }
    }

    @Test func `every region that AWS lists is in the partition whose pattern it has`() throws {
        let partitions = try Partitions()
        #expect(partitions.regions.count > 40)
        #expect(partitions.partition(of: "ap-south-9").text("name") == "aws")
        #expect(partitions.partition(of: "cn-east-7").text("name") == "aws-cn")
        #expect(partitions.partition(of: "us-gov-north-1").text("name") == "aws-us-gov")
        #expect(partitions.partition(of: "us-iso-east-2").text("name") == "aws-iso")
        #expect(partitions.partition(of: "nowhere").text("name") == "aws")
    }

    @Test func `patterns of regions are read in their one form`() throws {
        let pattern = try #require(RegionPattern(#"^(us|eu)\-\w+\-\d+$"#))
        for good in ["us-east-1", "eu-west-22"] { #expect(pattern.matches(good)) }
        for bad in ["us-east-", "us-gov-west-1", "ap-east-1", "us-east-1a", "", "us--1"] {
            #expect(!pattern.matches(bad))
        }
        for other in ["us", "^us", "^(us$", #"^\w$"#, "^a*$", #"^\"#] { #expect(RegionPattern(other) == nil) }
    }

    @Test func `rules that are damaged are refused when they are read`() throws {
        let partitions = try Partitions()
        let broken: [Value] = [
            ["rules": [["type": "magic"]]], ["rules": [["type": "endpoint", "endpoint": [:]]]],
            ["rules": [["type": "error", "error": "{open", "conditions": []]]],
            ["rules": [["type": "error", "error": "", "conditions": [["fn": "guess", "argv": []]]]]],
            ["rules": [["type": "error", "error": "", "conditions": [["fn": "isSet", "argv": []]]]]],
        ]
        for rules in broken {
            #expect(throws: EndpointProblem.self) { try EndpointRuleSet(rules, partitions: partitions) }
        }
    }
}
