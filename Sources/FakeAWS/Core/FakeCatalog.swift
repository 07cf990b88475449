/// What FakeAWS knows by name, for those who look at it or break it.
public enum FakeCatalog {
    /// Every AWS operation that it answers, as `service.Operation`.
    public static var operations: Set<String> { Set(FakeServices.operations.keys) }

    /// The availability zones of a region.
    public static func zones(in region: String) -> [String] { Zones.names(in: region) }

    /// Types that no account would list as a thing of its own: FakeAWS's memory of what it answered.
    public static let bookkeeping: Set<String> = [
        Route53.changeType, HealthChecks.spentType, Traffic.loadType, Traffic.minuteType, Rows.type,
        SSMCommands.type, ServiceQuotas.type, ServiceQuotas.requestType,
    ]
}
