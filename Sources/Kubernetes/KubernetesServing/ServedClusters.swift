public import CloudCalls
import Digests
public import HTTPMessages
public import Values

/// AWS whose clusters are served somewhere of ours: EKS gives that address and its certificate authority instead of those
/// that a fake cloud made up.
public struct ServedClusters: AWSCalls {
    private let calls: any AWSCalls
    private let address: HTTPAddress
    private let authority: String

    /// - Parameters:
    ///   - address: where the clusters' API is served.
    ///   - authority: the certificate authority as PEM.
    public init(_ calls: any AWSCalls, address: HTTPAddress, authority: String) {
        self.calls = calls
        self.address = address
        self.authority = authority
    }

    public func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        let output = try await calls.call(request)
        guard request.service == "eks", var cluster = output["cluster"], cluster["endpoint"] != nil,
            let name = cluster.text("name")
        else { return output }
        let served = ServedCluster(ClusterName(region: request.region, name: name))
        let host = HTTPAddress.shown(host: address.host)
        let port = address.port.map { ":\($0)" } ?? ""
        cluster["endpoint"] = .string("https://\(host)\(port)\(served.path)")
        cluster["certificateAuthority"] = ["data": .string(Base64.encode(authority))]
        return output.merging(["cluster": cluster])
    }
}
