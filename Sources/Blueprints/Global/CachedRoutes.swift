import Specs

/// The routes that CloudFront keeps, made to fit its quota.
struct CachedRoutes {
    /// Behaviours of one distribution beside the default one (CloudFront quotas: 75 in all).
    static let limit = 74

    /// Those with a behaviour of their own, in the order of the services.
    let kept: [String]
    /// Those that are left to the default behaviour, which caches nothing: never is cached what nobody asked for.
    let merged: [String]

    init(_ spec: Spec) {
        var seen: Set<String> = []
        var routes: [(route: String, weight: Int)] = []
        for service in spec.services {
            for route in service.cachedRoutes where seen.insert(route).inserted {
                routes.append((route, service.weight))
            }
        }
        // All behaviours cache alike, so a route within a wider one needs none.
        let wide = seen.filter { $0.last == "*" && !$0.dropLast().contains(where: Self.isWildcard) }.map {
            $0.dropLast()
        }
        routes = routes.filter { one in
            !wide.contains { one.route.hasPrefix($0) && one.route.dropLast() != $0 }
        }
        let ranked = routes.indices.sorted { (-routes[$0].weight, $0) < (-routes[$1].weight, $1) }
        let best = Set(ranked.prefix(Self.limit))
        kept = routes.indices.filter { best.contains($0) }.map { routes[$0].route }
        merged = routes.indices.filter { !best.contains($0) }.map { routes[$0].route }
    }

    private static func isWildcard(_ character: Character) -> Bool { character == "*" || character == "?" }
}
