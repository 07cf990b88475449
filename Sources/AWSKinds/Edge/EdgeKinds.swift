import Providers

extension AllKinds {
    static let edgeKinds: [any KindDriver] = [
        Certificate(), HostedZone(), RecordSet(), HealthCheck(), CloudFrontPolicy.cache, CloudFrontPolicy.originRequest,
        Distribution(),
    ]
}
