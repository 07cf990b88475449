/// One service of the platform.
public struct ServiceSpec: Hashable, Sendable {
    public var name: String
    /// The container image with its tag or digest.
    public var image: String
    /// The port that the container listens on.
    public var port: Int
    /// The URL path prefix that is routed here, for example `/a`; `/` for the rest.
    public var path: String
    /// The path whose 200 means healthy.
    public var healthPath: String
    /// Thousandths of a vCPU for each replica.
    public var cpu: Int
    /// MiB for each replica.
    public var memory: Int
    public var minReplicas: Int
    public var maxReplicas: Int
    public var environment: [String: String]
    /// Paths below `path` whose GET answers the CDN may keep, for example `/a/catalog/*`.
    public var cachedRoutes: [String]
    /// The service's share of the traffic; shares need not add up to anything.
    public var weight: Int

    public init(
        name: String, image: String, port: Int = 8080, path: String, healthPath: String = "/health", cpu: Int = 250,
        memory: Int = 256, minReplicas: Int = 2, maxReplicas: Int = 10, environment: [String: String] = [:],
        cachedRoutes: [String] = [], weight: Int = 1
    ) {
        self.name = name
        self.image = image
        self.port = port
        self.path = path
        self.healthPath = healthPath
        self.cpu = cpu
        self.memory = memory
        self.minReplicas = minReplicas
        self.maxReplicas = maxReplicas
        self.environment = environment
        self.cachedRoutes = cachedRoutes
        self.weight = weight
    }
}
