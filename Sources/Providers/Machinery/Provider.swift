public import CloudCalls
public import Resources
public import Values

/// The one provider: it turns operations on resources into AWS operations through the drivers of their kinds.
///
/// It never sleeps and keeps nothing: what it learns goes back inside the outcome.
public struct Provider: Sendable {
    let drivers: [Kind: any KindDriver]
    let gauges: [Measurement.Gauge: any GaugeDriver]
    /// The cloud, for what is asked beside resources.
    public let cloud: CloudAccess

    /// Makes a provider; `aws` already retries what may be retried.
    public init(
        drivers: [Kind: any KindDriver], gauges: [Measurement.Gauge: any GaugeDriver] = [:], account: String,
        aws: any AWSCalls, kubernetes: any KubernetesCalls,
        time: any TimeSource, attemptLimit: TimeSpan = CloudAccess.attemptLimit
    ) {
        self.drivers = drivers
        self.gauges = gauges
        cloud = CloudAccess(account: account, aws: aws, kubernetes: kubernetes, time: time, attemptLimit: attemptLimit)
    }

    /// How long one attempt at a call may take effect.
    public var attemptLimit: TimeSpan { cloud.attemptLimit }

    /// Looks at an operation once, and does the next thing that it needs.
    public func advance(_ operation: Operation) async -> Outcome {
        guard let driver = drivers[operation.target.kind] else {
            return .failed(
                Failure(
                    code: "Provider.UnknownKind", message: "The kind \(operation.target.kind) is not known.",
                    hint: "A newer version made this state; use that version."))
        }
        var work = Advancing(driver: driver, cloud: cloud, operation: operation)
        do throws(AWSError) {
            return try await work.look()
        } catch {
            return work.outcome(of: error)
        }
    }
}
