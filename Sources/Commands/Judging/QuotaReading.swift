import CloudCalls
import Insight
import Providers
import Values

/// What an account has of a quota in a region, and what it is allowed.
struct QuotaReading {
    let quota: AccountQuota
    let region: String
    let used: Int
    let allowed: Int

    /// Reads one.
    static func read(
        _ quota: AccountQuota, in region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> QuotaReading {
        let name = quota.name
        let told = try await cloud.read(
            "service-quotas", "GetServiceQuota", region,
            ["ServiceCode": .string(name.service), "QuotaCode": .string(name.code)])
        let items = try await cloud.pages("ec2", quota.list.operation, region, [:], items: quota.list.items)
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
        let zones = try await cloud.read("ec2", "DescribeAvailabilityZones", region, [:])["AvailabilityZones"]?.elements
        return QuotaReading(
            quota: quota, region: region, used: quota.used(items),
            allowed: allowed == .max ? .max : allowed * max(1, zones?.count ?? 1))
    }
}
