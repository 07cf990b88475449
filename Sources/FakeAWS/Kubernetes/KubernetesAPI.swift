import CloudCalls
import Values

/// What a cluster's API server answers.
enum KubernetesAPI {
    static func answer(
        _ verb: KubernetesRequest.Verb, in cluster: ClusterName, _ cloud: inout Cloud
    ) throws(AWSError) -> Value {
        guard let eks = cloud.object("AWS::EKS::Cluster", cluster.region, cluster.name) else {
            throw AWSError("NotFound", "No cluster \(cluster.name) in \(cluster.region).")
        }
        guard eks.status == "ACTIVE" || eks.status == "UPDATING" else {
            throw AWSError("Transport.ConnectTimeout", "The endpoint of \(cluster.name) does not answer yet.")
        }
        return switch verb {
        case .apply(let object): try KubernetesObjects.apply(object, cluster, &cloud)
        case .create(let object): try KubernetesObjects.create(object, cluster, &cloud)
        case .get(let name): try KubernetesObjects.get(name, cluster, cloud)
        case .list(let apiVersion, let kind, let selector):
            .list(try KubernetesObjects.list(apiVersion, kind, selector, cluster, cloud))
        case .delete(let name): try KubernetesObjects.delete(name, cluster, &cloud)
        }
    }
}
