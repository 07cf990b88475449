import Providers

extension AllKinds {
    static let clusterKinds: [any KindDriver] = [
        Cluster(), Nodegroup(), Addon(), AccessEntry(), PodIdentityAssociation(),
    ]
}
