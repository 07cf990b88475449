import CloudCalls
import Insight
import Values

/// What an account has of a quota in a region, and what it is allowed.
struct QuotaReading {
    let quota: AccountQuota
    let region: String
    let used: Int
    let allowed: Int

    /// Reads one.
    static func read(
        _ quota: AccountQuota, in region: String, _ aws: any AWSCalls, _ time: any TimeSource, _ limit: TimeSpan
    ) async throws(AWSError) -> QuotaReading {
        func call(_ service: String, _ operation: String, _ input: Value) async throws(AWSError) -> Value {
            try await aws.call(
                AWSRequest(
                    service: service, operation: operation, region: region, input: input,
                    deadline: time.now() + limit, onlyReads: true))
        }
        let name = quota.name
        let told = try await call(
            "service-quotas", "GetServiceQuota",
            ["ServiceCode": .string(name.service), "QuotaCode": .string(name.code)])
        var items: [Value] = []
        var input: Value = [:]
        while true {
            let page = try await call("ec2", quota.list.operation, input)
            items += page[quota.list.items]?.elements ?? []
            guard let token = page.text("NextToken"), !token.isEmpty else { break }
            input["NextToken"] = .string(token)
        }
        let value = told["Quota"]?["Value"]
        let allowed: Int =
            switch value {
            case .double(let number)?: Int(number)
            case .int(let number)?: number
            default: .max
            }
        guard quota.isPerZone else {
            return QuotaReading(quota: quota, region: region, used: quota.used(items), allowed: allowed)
        }
        let zones = try await call("ec2", "DescribeAvailabilityZones", [:])["AvailabilityZones"]?.elements.count ?? 1
        return QuotaReading(
            quota: quota, region: region, used: quota.used(items),
            allowed: allowed == .max ? .max : allowed * max(1, zones))
    }
}
