/// Where a service's objects of a platform can lie.
///
/// Source: "Global services", AWS Fault Isolation Boundaries whitepaper (aws-facts, section 8).
enum ServiceRegions {
    static let home = "us-east-1"
    private static let global: Set<String> = ["iam", "route53", "cloudfront", "budgets"]
    /// Regional services that CloudFront and Route 53 also need in us-east-1.
    private static let alsoAtHome: Set<String> = ["acm", "cloudwatch", "sns"]

    /// Whether a region is asked for what belongs to no region, whatever becomes of the rest of it.
    static func isGlobal(_ service: String, in region: String) -> Bool {
        region == home && (global.contains(service) || alsoAtHome.contains(service))
    }

    static func regions(for service: String, of regions: [String]) -> [String] {
        if global.contains(service) { return [home] }
        var all = Set(regions)
        if alsoAtHome.contains(service) { all.insert(home) }
        return all.sorted()
    }
}
