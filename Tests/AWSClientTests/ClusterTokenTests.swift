import AWSClient
import CloudCalls
import Digests
import Foundation
import TestSupport
import Testing
import Values

/// What the AWS CLI's `aws eks get-token` makes of the same credentials at the same moment for the cluster `shop`.
@Suite struct ClusterTokenTests {
    /// Places and signatures by region, from awscli 1.46.3 with its clock held at the beginning of 2026.
    private static let expected = [
        "eu-west-1": (
            "https://sts.eu-west-1.amazonaws.com/",
            "77e4261039ca37929f0d27a5a8ef46efb2e7a779c1e3c81b842745716ae2da7e"
        ),
        "cn-north-1": (
            "https://sts.cn-north-1.amazonaws.com.cn/",
            "10a8e7095902ce7e0c80f106c1992d1b827697a3f8cf1823a3d026bd67c5eac9"
        ),
    ]

    @Test(arguments: ["eu-west-1", "cn-north-1"])
    func `a cluster's token is the AWS CLI's, whatever endpoints are configured`(_ region: String) async throws {
        let (place, signature) = try #require(Self.expected[region])
        for variables in [[:], ["AWS_ENDPOINT_URL": "https://aws.example.com"], ["AWS_USE_FIPS_ENDPOINT": "true"]] {
            let setUp = try ClientCase(variables: variables) { _ in ClientCase.answer("", status: 500) }
            let token = try await setUp.client.clusterToken(ClusterName(region: region, name: "shop")).reveal()
            #expect(token.hasPrefix("k8s-aws-v1.") && !token.contains { "+/=".contains($0) })
            var text = String(token.dropFirst(11)).replacing("-", with: "+").replacing("_", with: "/")
            text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
            let url = String(decoding: try #require(Base64.decode(text)), as: UTF8.self)
            let sides = url.split(separator: "?").map(String.init)
            #expect(sides.first == place)
            #expect(
                Set(sides[1].split(separator: "&").map(String.init)) == [
                    "Action=GetCallerIdentity", "Version=2011-06-15", "X-Amz-Algorithm=AWS4-HMAC-SHA256",
                    "X-Amz-Credential=AKID1%2F20260101%2F\(region)%2Fsts%2Faws4_request",
                    "X-Amz-Date=20260101T000000Z", "X-Amz-Expires=60", "X-Amz-SignedHeaders=host%3Bx-k8s-aws-id",
                    "X-Amz-Security-Token=planted-token", "X-Amz-Signature=\(signature)",
                ])
            #expect(setUp.network.requests.isEmpty)
        }
    }
}
