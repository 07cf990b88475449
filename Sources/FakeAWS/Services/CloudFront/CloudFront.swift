/// What FakeAWS answers for `cloudfront`.
enum CloudFront {
    static let definition = ServiceDefinition(service: "cloudfront", operations: [:])
}
