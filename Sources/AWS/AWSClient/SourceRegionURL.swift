import AWSSigning
import HTTPMessages
import Values

/// The URL with which RDS in one region asks RDS in another for the source of a replica or copy.
///
/// Source: RDS API Reference, `CreateDBInstanceReadReplica`, `PreSignedUrl`: a GET of the same operation at the source
/// region's endpoint, with the same parameters and `DestinationRegion`, signed for that region.
enum SourceRegionURL {
    /// The region that an input names as its source, when the client has to sign for it.
    static func region(service: String, input: Value) -> String? {
        guard service == "rds", input["PreSignedUrl"] == nil else { return nil }
        return input.text("SourceRegion")
    }

    /// - Parameter request: the operation without its source region, encoded for the source region's endpoint.
    static func make(
        _ request: HTTPRequest, from region: String, to destination: String, credentials: Credentials,
        at moment: Instant
    ) -> String {
        var asked = request
        asked.method = "GET"
        asked.query = String(decoding: request.body, as: UTF8.self) + "&DestinationRegion=\(destination)"
        asked.headers = HTTPHeaders()
        asked.body = []
        let scope = SigningScope(service: "rds", region: region)
        return SigV4Signer().presigned(
            asked, with: credentials, scope: scope, at: moment, lifetime: .hours(1)
        ).url
    }
}
