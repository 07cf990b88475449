/// How the path enters the canonical request.
///
/// Source: IAM User Guide, "Create a signed AWS API request", step 1: each segment is encoded twice except for S3,
/// and S3 paths are not normalized, since object keys may hold `//` and `..`.
public enum PathRules: Sendable {
    /// Dot segments and doubled slashes are removed, then the path as sent is encoded once more.
    case normalized
    /// The path exactly as sent; the payload's digest also goes into `X-Amz-Content-SHA256`.
    case s3
}
