/// The IAM actions that calls of AWS's operations need.
///
/// Most have the operation's own name under the service's prefix; the others are from the Service Authorization Reference.
public enum PermissionNames {
    /// Prefixes that are not the service's name in botocore.
    private static let prefixes = [
        "elbv2": "elasticloadbalancing", "resourcegroupstaggingapi": "tag", "service-quotas": "servicequotas",
    ]

    private static let others = [
        "s3.PutPublicAccessBlock": ["s3:PutBucketPublicAccessBlock"], "s3.HeadBucket": ["s3:ListBucket"],
        "s3.HeadObject": ["s3:GetObject"], "s3.ListBuckets": ["s3:ListAllMyBuckets"],
        "s3.ListObjectsV2": ["s3:ListBucket"], "s3.ListObjects": ["s3:ListBucket"],
        "s3.ListObjectVersions": ["s3:ListBucketVersions"], "s3.DeleteObjects": ["s3:DeleteObject"],
        "s3.PutBucketEncryption": ["s3:PutEncryptionConfiguration"],
        "cloudfront.CreateDistributionWithTags": ["cloudfront:CreateDistribution", "cloudfront:TagResource"],
        "budgets.CreateBudget": ["budgets:ModifyBudget", "budgets:TagResource"],
        "budgets.UpdateBudget": ["budgets:ModifyBudget"], "budgets.DeleteBudget": ["budgets:ModifyBudget"],
        "budgets.CreateNotification": ["budgets:ModifyBudget"],
        "budgets.DeleteNotification": ["budgets:ModifyBudget"],
        "budgets.DescribeBudgets": ["budgets:ViewBudget"],
        "budgets.DescribeNotificationsForBudget": ["budgets:ViewBudget"],
        "budgets.DescribeSubscribersForNotification": ["budgets:ViewBudget"],
    ]

    /// - Parameters:
    ///   - name: an operation of the service, or `service.Operation`.
    public static func actions(_ name: String, of service: String) -> [String] {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        let (service, operation) = parts.count == 2 ? (parts[0], parts[1]) : (service, name)
        return others["\(service).\(operation)"] ?? ["\(prefixes[service] ?? service):\(operation)"]
    }
}
