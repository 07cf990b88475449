public import Providers
public import Resources

/// Every kind that the provider knows; a new one is one file and one line in its service's list.
public enum AllKinds {
    public static let drivers: [any KindDriver] =
        networkKinds + computeKinds + identityKinds + operationsKinds + edgeKinds + loadBalancingKinds
        + databaseKinds + cacheKinds + clusterKinds + kubernetesKinds

    public static let byKind: [Kind: any KindDriver] = Dictionary(
        drivers.map { ($0.schema.kind, $0) }, uniquingKeysWith: { first, _ in first })

    public static let schemas: [Kind: KindSchema] = byKind.mapValues(\.schema)
}
