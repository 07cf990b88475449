import AWSModels
import AWSPaginators
import CloudCalls
import TestSupport
import Testing
import Values

@Suite struct PaginatorTests {
    private let time = VirtualTime()

    private func paginator(_ service: String, _ operation: String) throws -> Paginator {
        let model = try ServiceModel(embedded: service)
        return try Paginator(try #require(try model.paginator(operation)), operation: try model.operation(operation))
    }

    private func request(_ service: String, _ operation: String, _ input: Value) -> AWSRequest {
        AWSRequest(
            service: service, operation: operation, region: "ap-south-1", input: input,
            deadline: time.now() + .seconds(30))
    }

    @Test func `pages follow each other by the model's tokens, and are one in the end`() async throws {
        let calls = ScriptedCalls([
            .success(["Vpcs": [["VpcId": "a"], ["VpcId": "b"]], "NextToken": "t1"]),
            .success(["Vpcs": [], "NextToken": "t2"]), .success(["Vpcs": [["VpcId": "c"]], "NextToken": ""]),
        ])
        let first = request("ec2", "DescribeVpcs", ["MaxResults": 5])
        let all = try await paginator("ec2", "DescribeVpcs").all(calls, first, time: time)
        #expect(all["Vpcs"]?.elements.compactMap { $0.text("VpcId") } == ["a", "b", "c"])
        #expect(calls.requests.map { $0.input.text("NextToken") } == [nil, "t1", "t2"])
        #expect(calls.requests.allSatisfy { $0.input.number("MaxResults") == 5 })
    }

    @Test func `a service that says whether there is more is believed`() async throws {
        let calls = ScriptedCalls([
            .success(["DistributionList": ["IsTruncated": true, "NextMarker": "m", "Items": [1]]]),
            .success(["DistributionList": ["IsTruncated": false, "NextMarker": "n", "Items": [2]]]),
        ])
        let first = request("cloudfront", "ListDistributions", [:])
        let all = try await paginator("cloudfront", "ListDistributions").all(calls, first, time: time)
        #expect(all["DistributionList"]?["Items"] == [1, 2])
        #expect(calls.requests.map { $0.input.text("Marker") } == [nil, "m"])
    }

    @Test func `what the first page has besides its results is kept, and results in it are not doubled`() throws {
        let paginator = try paginator("ecr", "DescribeImageScanFindings")
        let first: Value = [
            "registryId": "1", "imageScanFindings": ["findings": ["a"], "findingSeverityCounts": ["LOW": 2]],
        ]
        let second: Value = ["registryId": "2", "imageScanFindings": ["findings": ["b"]]]
        let all = paginator.merged(paginator.merged(nil, with: first), with: second)
        #expect(
            all == [
                "registryId": "1", "imageScanFindings": ["findings": ["a", "b"], "findingSeverityCounts": ["LOW": 2]],
            ])
    }

    @Test func `several tokens go together, and one that is gone is taken out`() throws {
        let pages = try paginator("route53", "ListResourceRecordSets")
        let more: Value = [
            "IsTruncated": true, "NextRecordName": "b.", "NextRecordType": "A", "NextRecordIdentifier": "x",
        ]
        let second = try #require(try pages.nextInput(after: more, to: ["HostedZoneId": "Z"]))
        #expect(
            second == [
                "HostedZoneId": "Z", "StartRecordName": "b.", "StartRecordType": "A", "StartRecordIdentifier": "x",
            ])
        let plain: Value = ["IsTruncated": true, "NextRecordName": "c.", "NextRecordType": "A"]
        let third = try pages.nextInput(after: plain, to: second)
        #expect(third == ["HostedZoneId": "Z", "StartRecordName": "c.", "StartRecordType": "A"])
        #expect(try pages.nextInput(after: ["IsTruncated": false, "NextRecordName": "d."], to: second) == nil)
    }

    @Test func `a token that comes twice ends in an error, not in a loop`() async throws {
        let page: Value = ["Vpcs": [], "NextToken": "t"]
        let calls = ScriptedCalls([.success(page), .success(page)])
        let paginator = try paginator("ec2", "DescribeVpcs")
        let first = request("ec2", "DescribeVpcs", [:])
        let error = await #expect(throws: AWSError.self) { try await paginator.all(calls, first, time: time) }
        #expect(error?.code == "Client.RepeatedToken")
    }

    @Test func `pages are asked for when they are wanted, and not by a cancelled task`() async throws {
        let calls = ScriptedCalls([.success(["Vpcs": [], "NextToken": "t1"]), .success(["Vpcs": []])])
        let paginator = try paginator("ec2", "DescribeVpcs")
        var pages = paginator.pages(calls, request("ec2", "DescribeVpcs", [:]), time: time).makeAsyncIterator()
        #expect(calls.requests.isEmpty)
        _ = try await pages.next()
        #expect(calls.requests.count == 1)
        let started = pages
        let task = Task { () async -> AWSError? in
            withUnsafeCurrentTask { $0?.cancel() }
            var rest = started
            do throws(AWSError) {
                _ = try await rest.next()
                return nil
            } catch { return error }
        }
        #expect(await task.value?.code == "Client.Cancelled")
        #expect(calls.requests.count == 1)
    }

    @Test(arguments: ModelCatalog.serviceNames)
    func `every paginator of the embedded models can be used`(service: String) throws {
        let model = try ServiceModel(embedded: service)
        for name in model.operationNames {
            guard let paginator = try model.paginator(name) else { continue }
            let operation = try model.operation(name)
            _ = try Paginator(paginator, operation: operation)
            for token in paginator.inputTokens {
                #expect(operation.structure(operation.input)?.member(token) != nil, "\(name) \(token)")
            }
        }
    }
}
