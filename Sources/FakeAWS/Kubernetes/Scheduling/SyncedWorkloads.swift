import CloudCalls
import Values

/// The pods of services that Argo CD put into a cluster. What its repository holds nobody here knows, so they count as pods
/// of the size that a spec gives them by itself, two of each and more as they are asked more.
enum SyncedWorkloads {
    private static let type = "Kubernetes::SyncedWorkload"
    static let pod = Room(cpu: 250, memory: 256)
    static let least = 2
    private static let namespace = "Kubernetes::Namespace"

    static func key(of service: String, in namespace: String, _ region: String) -> CloudObject.Key {
        CloudObject.Key(type, region, "\(namespace)/\(service)")
    }

    /// How many pods each of them has.
    static func counts(_ cluster: ClusterName, _ cloud: Cloud) -> [(key: CloudObject.Key, count: Int)] {
        NodeDoor.backends(of: cluster, cloud).filter { namespace, service in
            cloud.object(NodeDoor.service, cluster.region, "\(namespace)/\(service)") == nil
                && ArgoCDProgram.hasSynced(namespace, cluster.region, cloud)
        }.map { namespace, service in
            let place = cloud.object(Self.namespace, cluster.region, namespace.replacing("/", with: "//"))
            return (key(of: service, in: namespace, cluster.region), place?.hidden["pods"]?.number(service) ?? least)
        }
    }

    static func scale(_ key: CloudObject.Key, to count: Int, _ cloud: inout Cloud) {
        let (place, service) = memory(of: key)
        cloud.note(place) { $0.hidden["pods"] = ($0.hidden["pods"] ?? [:]).merging([service: .int(count)]) }
    }

    /// What remembers something of one of them: its namespace, and the service's name.
    static func memory(of key: CloudObject.Key) -> (place: CloudObject.Key, service: String) {
        let place = CloudObject.Key(namespace, key.region, key.namespacePlace.replacing("/", with: "//"))
        return (place, key.id.components("/").last ?? "")
    }
}
