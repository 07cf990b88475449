import CloudCalls
import Insight
import Values

/// What an account has of a quota in a region, and what it is allowed.
struct QuotaReading: Sendable {
    /// Makes a call that only reads, in the region that is asked about.
    typealias Asking = (_ service: String, _ operation: String, Value) async throws(AWSError) -> Value

    let quota: AccountQuota
    let region: String
    let used: Int
    let allowed: Int

    /// Reads one.
    static func read(_ quota: AccountQuota, in region: String, _ ask: Asking) async throws(AWSError) -> QuotaReading {
        let name = quota.name
        let told = try await ask(
            "service-quotas", "GetServiceQuota",
            ["ServiceCode": .string(name.service), "QuotaCode": .string(name.code)])
        var items: [Value] = []
        var input: Value = [:]
        while true {
            let page = try await ask("ec2", quota.list.operation, input)
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
        let zones = try await ask("ec2", "DescribeAvailabilityZones", [:])["AvailabilityZones"]?.elements
        return QuotaReading(
            quota: quota, region: region, used: quota.used(items),
            allowed: allowed == .max ? .max : allowed * max(1, zones?.count ?? 1))
    }
}
