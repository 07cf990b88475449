import AWSCredentials
import AWSEndpoints
import AWSSigning
public import CloudCalls
import HTTPMessages
public import Values

extension AWSClient {
    /// The bearer token by which the credentials' owner signs in to an EKS cluster.
    ///
    /// EKS itself sends what the token holds, and to the STS endpoints of the region's partition alone (aws-iam-authenticator,
    /// "API authorization from outside a cluster"): so it names that one, whatever endpoints are configured for our calls.
    public func clusterToken(_ cluster: ClusterName) async throws(AWSError) -> Sensitive {
        let request = AWSRequest(
            service: "sts", operation: "GetCallerIdentity", region: cluster.region, input: [:],
            deadline: time.now() + .minutes(1))
        let endpoint = try endpoint(request, try operation(request), isOwn: true)
        return ClusterToken.make(
            cluster: cluster.name, region: endpoint.signing?.region ?? cluster.region, host: endpoint.address.host,
            credentials: try await foundCredentials().credentials, at: skew.signingTime(time.now()))
    }
}
