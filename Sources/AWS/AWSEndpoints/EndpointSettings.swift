public import Values

/// What a caller chooses about endpoints, under AWS's own names for it.
public struct EndpointSettings: Sendable, Hashable {
    /// The region whose endpoint is wanted.
    public var region: String
    /// Endpoints whose cryptography is validated by FIPS 140.
    public var usesFIPS = false
    /// Endpoints that answer on IPv6 too.
    public var usesDualStack = false
    /// An endpoint in place of AWS's own: `http` or `https`, without a query.
    public var url: String?
    /// S3's buckets in the path instead of the host name.
    public var forcesPathStyle = false

    public init(region: String) { self.region = region }

    /// The settings as the rules take them, for example `AWS::Region`.
    public var builtIns: Members {
        var members: [(String, Value)] = [
            ("AWS::Region", .string(region)), ("AWS::UseFIPS", .bool(usesFIPS)),
            ("AWS::UseDualStack", .bool(usesDualStack)), ("AWS::S3::ForcePathStyle", .bool(forcesPathStyle)),
        ]
        if let url { members.append(("SDK::Endpoint", .string(url))) }
        return Members(members)
    }
}
