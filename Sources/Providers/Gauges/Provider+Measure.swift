import CloudCalls
public import Resources
public import Values

extension Provider {
    /// Makes a gate's measurements, one after the other; what can't be read says why.
    public func measure(_ measurements: [Measurement], since: Instant) async -> [Reading] {
        var readings: [Reading] = []
        for measurement in measurements {
            var unknown = ""
            measurement.subject.forEachReference { unknown = "\($0.attribute) of \($0.address) is not known yet" }
            guard unknown.isEmpty, let driver = gauges[measurement.gauge] else {
                readings.append(Reading(value: nil, samples: 0, problem: unknown))
                continue
            }
            do throws(AWSError) {
                readings.append(try await driver.read(measurement, since: since, cloud))
            } catch {
                readings.append(
                    Reading(value: nil, samples: 0, problem: "\(error.service) \(error.operation): \(error.code)"))
            }
        }
        return readings
    }
}
