public import CloudCalls
public import Resources
public import Values

/// Reads one kind of measurement from AWS, as any user of the account could.
public protocol GaugeDriver: Sendable {
    var gauge: Measurement.Gauge { get }
    /// The operations that it calls, as `service.Operation`.
    var calls: [String] { get }

    /// Reads what happened since a moment.
    /// - Throws: `AWSError` when AWS doesn't tell.
    func read(_ measurement: Measurement, since: Instant, _ cloud: CloudAccess) async throws(AWSError) -> Reading
}
