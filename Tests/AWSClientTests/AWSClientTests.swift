import AWSClient
import AWSSigning
import CloudCalls
import Foundation
import HTTPClient
import HTTPMessages
import Synchronization
import TestSupport
import Testing
import Values

@Suite struct AWSClientTests {
    private static let vpcs =
        "<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet></DescribeVpcsResponse>"

    private func refusal(_ code: String, status: Int = 400, _ fields: [(String, String)] = []) -> HTTPResponse {
        ClientCase.answer(
            "<Response><Errors><Error><Code>\(code)</Code><Message>told</Message></Error></Errors><RequestID>id-7"
                + "</RequestID></Response>", status: status, fields)
    }

    private func error(_ setUp: ClientCase, _ request: AWSRequest? = nil) async -> AWSError? {
        let request = request ?? setUp.request("ec2", "DescribeVpcs")
        do throws(AWSError) {
            _ = try await setUp.client.call(request)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a call goes to the region's endpoint, signed, and comes back decoded`() async throws {
        let setUp = try ClientCase { _ in ClientCase.answer(Self.vpcs) }
        let output = try await setUp.client.call(setUp.request("ec2", "DescribeVpcs"))
        #expect(output["Vpcs"]?.elements.first?.text("VpcId") == "vpc-1")
        let request = try #require(setUp.network.requests.first)
        #expect(request.url == "https://ec2.eu-west-1.amazonaws.com/")
        #expect(
            request.headers["Authorization"]?
                .hasPrefix("AWS4-HMAC-SHA256 Credential=AKID1/20260101/eu-west-1/ec2/aws4_request, ") == true)
        #expect(request.headers["X-Amz-Security-Token"] == "planted-token")
    }

    @Test(arguments: [
        ("iam", "ListRoles", "https://iam.amazonaws.com/", "us-east-1/iam"),
        (
            "elbv2", "DescribeLoadBalancers", "https://elasticloadbalancing.eu-west-1.amazonaws.com/",
            "eu-west-1/elasticloadbalancing"
        ),
        ("cloudwatch", "DescribeAlarms", "https://monitoring.eu-west-1.amazonaws.com/", "eu-west-1/monitoring"),
        ("route53", "ListHostedZones", "https://route53.amazonaws.com/2013-04-01/hostedzone", "us-east-1/route53"),
        ("s3", "ListBuckets", "https://s3.eu-west-1.amazonaws.com/", "eu-west-1/s3"),
    ])
    func `each service has its own endpoint and scope`(
        _ service: String, _ operation: String, _ url: String, _ scope: String
    ) async throws {
        let setUp = try ClientCase { _ in ClientCase.answer("<x/>", status: 500) }
        _ = await error(setUp, setUp.request(service, operation))
        let request = try #require(setUp.network.requests.first)
        #expect(request.url.hasPrefix(url))
        #expect(request.headers["Authorization"]?.contains("/\(scope)/aws4_request") == true)
        #expect((request.headers["X-Amz-Content-SHA256"] != nil) == (service == "s3"))
    }

    @Test func `an endpoint from the environment goes before AWS's rules`() async throws {
        let setUp = try ClientCase(variables: ["AWS_ENDPOINT_URL_EC2": "http://localhost:4566"]) { _ in
            ClientCase.answer(Self.vpcs)
        }
        _ = try await setUp.client.call(setUp.request("ec2", "DescribeVpcs"))
        #expect(setUp.network.requests.first?.url == "http://localhost:4566/")
    }

    @Test func `an operation without a signature is sent without one`() async throws {
        let setUp = try ClientCase { _ in ClientCase.answer("<x/>", status: 400) }
        _ = await error(
            setUp,
            setUp.request(
                "sts", "AssumeRoleWithWebIdentity",
                [
                    "RoleArn": "arn:aws:iam::111122223333:role/r", "RoleSessionName": "s",
                    "WebIdentityToken": "planted",
                ]))
        #expect(setUp.network.requests.first?.headers["Authorization"] == nil)
        #expect(setUp.lookups.count.withLock { $0 } == 0)
    }

    @Test func `what AWS refuses had no effect, and what failed inside may have had one`() async throws {
        for (status, effect) in [(400, AWSError.Effect.none), (403, .none), (500, .unknown), (503, .unknown)] {
            let setUp = try ClientCase { _ in refusal("Some.Code", status: status, [("x-amz-retry-after", "1500")]) }
            let found = await error(setUp)
            #expect(found?.code == "Some.Code")
            #expect(found?.effect == effect)
            #expect(found?.status == status)
            #expect(found?.requestID == "id-7")
            #expect(found?.retryAfter == .milliseconds(1500))
            #expect(found?.service == "ec2" && found?.operation == "DescribeVpcs" && found?.region == "eu-west-1")
        }
    }

    @Test(arguments: HTTPError.Kind.allCases)
    func `what failed on the way may have had an effect when it may have arrived`(_ kind: HTTPError.Kind) async throws {
        for mayHaveArrived in [true, false] {
            let setUp = try ClientCase { request throws(HTTPError) in
                throw HTTPError(kind, authority: request.authority, mayHaveArrived: mayHaveArrived)
            }
            let found = try #require(await error(setUp))
            #expect(found.effect == (mayHaveArrived ? .unknown : .none))
            let isFinal: Set<HTTPError.Kind> = [
                .invalidRequest, .untrustedCertificate, .tooLarge, .cancelled, .internalFailure,
            ]
            #expect(found.isTransient == !isFinal.contains(kind))
        }
    }

    @Test func `what can't be sent is refused here, all of it at once`() async throws {
        let setUp = try ClientCase { _ in ClientCase.answer(Self.vpcs) }
        let wrong = await error(setUp, setUp.request("ec2", "CreateSubnet", ["CidrBlock": 7, "Nonsense": true]))
        #expect(wrong?.code == "Client.InvalidParameters")
        #expect(wrong?.message.contains("VpcId") == true && wrong?.message.contains("Nonsense") == true)
        #expect(await error(setUp, setUp.request("ec2", "NoSuchOperation"))?.code == "Client.UnknownOperation")
        #expect(await error(setUp, setUp.request("nothing", "X"))?.code == "Client.UnknownOperation")
        let late = AWSRequest(
            service: "ec2", operation: "DescribeVpcs", region: "eu-west-1", input: [:], deadline: setUp.time.now())
        #expect(await error(setUp, late)?.code == "Client.DeadlineExceeded")
        #expect(setUp.network.requests.isEmpty)
    }

    @Test func `a replica of another region's database carries a URL signed for that region`() async throws {
        let setUp = try ClientCase { _ in ClientCase.answer("<x/>", status: 400) }
        let input: Value = [
            "DBInstanceIdentifier": "copy", "SourceRegion": "ap-south-1",
            "SourceDBInstanceIdentifier": "arn:aws:rds:ap-south-1:111122223333:db:first",
        ]
        _ = await error(setUp, setUp.request("rds", "CreateDBInstanceReadReplica", input))
        let body = String(decoding: try #require(setUp.network.requests.first).body, as: UTF8.self)
        #expect(!body.contains("SourceRegion"))
        let encoded = try #require(body.split(separator: "&").first { $0.hasPrefix("PreSignedUrl=") })
        let url = try #require(encoded.dropFirst("PreSignedUrl=".count).removingPercentEncoding)
        #expect(url.hasPrefix("https://rds.ap-south-1.amazonaws.com/?Action=CreateDBInstanceReadReplica&"))
        for part in [
            "&DestinationRegion=eu-west-1&", "%2F20260101%2Fap-south-1%2Frds%2Faws4_request", "&X-Amz-Expires=3600&",
            "&X-Amz-SignedHeaders=host&", "SourceDBInstanceIdentifier=arn%3Aaws%3Ards%3Aap-south-1",
            "&X-Amz-Signature=",
        ] {
            #expect(url.contains(part), "\(part)")
        }
        _ = await error(
            setUp, setUp.request("rds", "CreateDBInstanceReadReplica", input, region: "ap-south-1"))
        #expect(!String(decoding: setUp.network.requests[1].body, as: UTF8.self).contains("PreSignedUrl"))
    }

    @Test func `a wrong clock is corrected by the answer, and the next attempt passes`() async throws {
        let setUp = try ClientCase { request in
            let date = [("Date", "Thu, 01 Jan 2026 03:00:00 GMT")]
            guard request.headers["X-Amz-Date"]?.hasPrefix("20260101T03") == true else {
                return refusal("AuthFailure", status: 401, date)
            }
            return ClientCase.answer(Self.vpcs, date)
        }
        let first = await error(setUp)
        #expect(first?.code == "Transport.ClockCorrected")
        #expect(first?.effect == AWSError.Effect.none)
        #expect(await error(setUp) == nil)
        #expect(setUp.client.skew.correction == .hours(3))
    }

    @Test func `a refused signature with a right clock is told as it is`() async throws {
        let setUp = try ClientCase { _ in
            refusal("SignatureDoesNotMatch", status: 403, [("Date", "Thu, 01 Jan 2026 00:00:01 GMT")])
        }
        #expect(await error(setUp)?.code == "SignatureDoesNotMatch")
    }

    @Test func `credentials that have ended are looked for again`() async throws {
        let setUp = try ClientCase { request in
            request.headers["Authorization"]?.contains("AKID1/") == true
                ? refusal("ExpiredToken", status: 400) : ClientCase.answer(Self.vpcs)
        }
        let first = await error(setUp)
        #expect(first?.code == "Transport.CredentialsExpired")
        #expect(first?.isTransient == true)
        #expect(await error(setUp) == nil)
    }

    @Test func `no secret is in a request's text, an error or the log`() async throws {
        let setUp = try ClientCase { _ in refusal("InvalidParameterValue") }
        let request = setUp.request(
            "rds", "CreateDBInstance",
            ["DBInstanceIdentifier": 7, "MasterUserPassword": .sensitive(Sensitive("planted-password"))])
        let refused = await error(setUp, request)
        let sent = setUp.request(
            "secretsmanager", "CreateSecret", ["Name": "n", "SecretString": "planted-string"])
        let answered = await error(setUp, sent)
        var text = "\(String(describing: refused))\(String(describing: answered))"
        dump(setUp.network.requests, to: &text)
        dump(setUp.events.all.withLock { $0 }, to: &text)
        #expect(setUp.network.requests.count == 1)
        #expect(!text.contains("planted"))
        let event = try #require(setUp.events.all.withLock { $0.last })
        #expect(event.operation == "CreateSecret" && event.error != nil && event.status == 400)
    }

    @Test func `each attempt of a call carries the same token`() async throws {
        let setUp = try ClientCase { request throws(HTTPError) in
            throw HTTPError(.connectionLost, authority: request.authority, mayHaveArrived: true)
        }
        let connection = RetryingCalls(
            setUp.client, time: setUp.time, random: SeededRandomSource(seed: 1),
            policy: AWSConnection.policy(attempts: 3, isAdaptive: false, catalog: setUp.client.catalog),
            memory: RetryMemory())
        let calls = TokenFillingCalls(connection, catalog: setUp.client.catalog, random: SeededRandomSource(seed: 2))
        let secret = setUp.request("secretsmanager", "CreateSecret", ["Name": "n", "SecretString": "x"])
        await #expect(throws: AWSError.self) { try await calls.call(secret) }
        #expect(setUp.network.requests.count == 3)
        #expect(Set(setUp.network.requests.map(\.body)).count == 1)
        // CreateVpc has no token: what may have happened is not sent again.
        await #expect(throws: AWSError.self) { try await calls.call(setUp.request("ec2", "CreateVpc")) }
        #expect(setUp.network.requests.count == 4)
    }
}
