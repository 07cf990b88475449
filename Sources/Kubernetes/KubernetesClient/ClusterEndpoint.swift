import Digests
public import HTTPMessages
import Values

/// Where a cluster's API is, and whose certificate it shows, as `DescribeCluster` says.
public struct ClusterEndpoint: Sendable, Hashable {
    public let address: HTTPAddress
    /// The certificate authority as PEM.
    public let authority: String

    /// - Parameter cluster: the member `cluster` of DescribeCluster's output; nil while it is being made.
    init?(_ cluster: Value) {
        guard let address = cluster.text("endpoint").flatMap(HTTPAddress.init(url:)), address.scheme == "https",
            let bytes = cluster["certificateAuthority"]?.text("data").flatMap(Base64.decode)
        else { return nil }
        self.address = address
        authority = String(decoding: bytes, as: UTF8.self)
    }
}
