import Digests
import HTTPMessages
public import Values

/// The bearer token by which a caller of AWS signs in to an EKS cluster: a presigned `sts:GetCallerIdentity`.
///
/// Source: aws-iam-authenticator's README ("API authorization from outside a cluster") and `aws eks get-token`:
/// prefix `k8s-aws-v1.`, base64url without padding, the cluster's name in the signed header `x-k8s-aws-id`.
/// EKS takes a token for 15 minutes, whatever `X-Amz-Expires` says.
public enum ClusterToken {
    /// How long EKS accepts a token; a minute is kept back as `aws eks get-token` does.
    public static let lifetime = TimeSpan.minutes(14)

    static let prefix = "k8s-aws-v1."
    /// The signed header that names the cluster.
    static let clusterField = "x-k8s-aws-id"

    /// - Parameter host: the regional STS endpoint, for example `sts.ap-south-1.amazonaws.com`.
    public static func make(
        cluster: String, region: String, host: String, credentials: Credentials, at moment: Instant
    ) -> Sensitive {
        let request = HTTPRequest(
            method: "GET", host: host, query: "Action=GetCallerIdentity&Version=2011-06-15",
            headers: HTTPHeaders([.init(name: clusterField, value: cluster)]))
        let url = SigV4Signer().presigned(
            request, with: credentials, scope: SigningScope(service: "sts", region: region), at: moment,
            lifetime: .seconds(60)
        ).url
        let text = Base64.encode(url).map { character -> Character in
            switch character {
            case "+": "-"
            case "/": "_"
            default: character
            }
        }
        return Sensitive(prefix + String(text).prefix { $0 != "=" })
    }
}
