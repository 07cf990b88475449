public import CloudCalls
public import HTTPClient

/// What sources of credentials work with.
public struct SourceTools: Sendable {
    let configuration: SharedConfiguration
    /// For calls to AWS: proxies and certificate bundle as configured.
    let http: any HTTPSending
    /// For calls to what is near, the instance's or container's own service: no proxy.
    let nearHTTP: any HTTPSending
    let time: any TimeSource
    let random: any RandomSource

    public init(
        configuration: SharedConfiguration, http: any HTTPSending, nearHTTP: any HTTPSending, time: any TimeSource,
        random: any RandomSource
    ) {
        self.configuration = configuration
        self.http = http
        self.nearHTTP = nearHTTP
        self.time = time
        self.random = random
    }

    var surroundings: Surroundings { configuration.surroundings }
    var files: SharedFiles { configuration.files }

    /// A profile of both files; empty when there is none.
    func profile(_ name: String) -> Profile { files.profile(name) ?? Profile() }
}
