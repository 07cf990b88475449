import AWSModels
import AWSProtocols
import CloudCalls
import HTTPMessages
import Testing
import Values

@Suite struct RequestEncodingTests {
    private let encoder = RequestEncoder(random: SeededRandomSource(seed: 7))

    private func request(
        _ service: String, _ operation: String, _ input: Value, _ url: String = "https://host.example"
    ) throws -> HTTPRequest {
        let model = try ServiceModel(embedded: service).operation(operation)
        return try encoder.request(model, input, to: try #require(HTTPAddress(url: url)))
    }

    @Test func `a token that was left out is a random UUID, and one that was given is kept`() throws {
        let model = try ServiceModel(embedded: "ec2").operation("CreateVolume")
        let completed = encoder.completed(["AvailabilityZone": "ap-south-1a"], for: model)
        let token = try #require(completed.text("ClientToken"))
        let parts = token.split(separator: "-")
        #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
        #expect(parts[2].first == "4" && "89ab".contains(parts[3].prefix(1)))
        #expect(token != encoder.completed([:], for: model).text("ClientToken"))
        #expect(encoder.completed(["ClientToken": "mine"], for: model).text("ClientToken") == "mine")
    }

    @Test func `an S3 key keeps its slashes and the bucket is where the endpoint has it`() throws {
        let input: Value = ["Bucket": "b", "Key": "a folder/ö+.txt", "Body": "aGVsbG8="]
        let put = try request("s3", "PutObject", input, "https://s3.example/b")
        #expect(put.path == "/b/a%20folder/%C3%B6%2B.txt")
        #expect(put.body == Array("hello".utf8))
        #expect(put.headers["x-amz-checksum-crc32"] == "NhCmhg==")
        #expect(put.headers["x-amz-sdk-checksum-algorithm"] == "CRC32")
        let list = try request("s3", "ListObjectsV2", ["Bucket": "b", "Prefix": "a&b"], "https://b.s3.example")
        #expect(list.path == "/" && list.query == "list-type=2&prefix=a%26b")
    }

    @Test func `the caller chooses the checksum, and an unknown one is refused`() throws {
        var input: Value = ["Bucket": "b", "Key": "k", "Body": "aGVsbG8=", "ChecksumAlgorithm": "SHA256"]
        let put = try request("s3", "PutObject", input)
        #expect(put.headers["x-amz-checksum-sha256"] == "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=")
        #expect(put.headers["x-amz-checksum-crc32"] == nil)
        input["ChecksumAlgorithm"] = "CRC64NVME"
        #expect(throws: InvalidParameters.self) { try request("s3", "PutObject", input) }
        input["ChecksumAlgorithm"] = nil
        input["ChecksumSHA1"] = "qvTGHdzF6KLavt4PO0gs2a6pQ00="
        let given = try request("s3", "PutObject", input)
        #expect(given.headers["x-amz-checksum-crc32"] == nil)
    }

    @Test func `Route 53 takes its ids without the path that it answers them with`() throws {
        let get = try request("route53", "GetHostedZone", ["Id": "/hostedzone/Z123"])
        #expect(get.path == "/2013-04-01/hostedzone/Z123")
    }

    @Test func `RDS gets a URL that is signed for the other region, not the region`() throws {
        var input: Value = [
            "DBInstanceIdentifier": "b", "SourceDBInstanceIdentifier": "a", "SourceRegion": "us-east-1",
        ]
        let refused = #expect(throws: InvalidParameters.self) {
            try request("rds", "CreateDBInstanceReadReplica", input)
        }
        #expect(refused?.problems.map(\.path) == ["SourceRegion"])
        input["PreSignedUrl"] = .sensitive(Sensitive("https://rds.us-east-1.amazonaws.com/?x"))
        let body = String(decoding: try request("rds", "CreateDBInstanceReadReplica", input).body, as: UTF8.self)
        #expect(body.contains("PreSignedUrl=https%3A%2F%2Frds") && !body.contains("SourceRegion"))
    }

    @Test func `a service that once spoke query is told so`() throws {
        let call = try request("cloudwatch", "DescribeAlarms", [:])
        #expect(call.headers["x-amzn-query-mode"] == "true")
        #expect(call.headers["X-Amz-Target"] == "GraniteServiceVersion20100801.DescribeAlarms")
        #expect(call.headers["Content-Type"] == "application/x-amz-json-1.0")
        #expect(try request("kms", "ListKeys", [:]).headers["x-amzn-query-mode"] == nil)
    }

    @Test(arguments: [
        ("https://ec2.example", HTTPAddress(host: "ec2.example")),
        ("https://ec2.example:443/", HTTPAddress(host: "ec2.example")),
        ("http://[::1]:8080/a/b/", HTTPAddress(scheme: "http", host: "::1", port: 8080, path: "/a/b")),
        ("http://127.0.0.1:80", HTTPAddress(scheme: "http", host: "127.0.0.1")),
    ])
    func `an address is read`(url: String, address: HTTPAddress) {
        #expect(HTTPAddress(url: url) == address)
    }

    @Test(arguments: [
        "ftp://host", "host", "https://", "https://user@host", "https://host?x=1", "https://host:0", "https://host:+1",
        "https://host:99999", "https://host name", "https://höst", "https://host#x", "",
    ])
    func `what is no address is refused`(url: String) {
        #expect(HTTPAddress(url: url) == nil)
    }
}
