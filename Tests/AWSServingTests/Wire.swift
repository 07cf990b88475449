import AWSModels
import AWSProtocols
import AWSServing
import AWSSigning
import CloudCalls
import HTTPMessages
import Values

/// Our client's encoder, signature and decoder on one side, the server on the other, and nothing in between.
struct Wire {
    static let now = Instant(milliseconds: 1_767_225_600_000)
    static let credentials = Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Sensitive("a secret"))

    /// Read once for all tests.
    private static let models = ModelCatalog()

    let catalog = Self.models
    let calls = EchoCalls()
    let server: AWSServer

    init(operations: Set<String>) {
        server = AWSServer(
            calls, operations: operations, credentials: Self.credentials, time: FixedTime(), random: FixedRandom(),
            catalog: catalog
        ) { _ in Self.now + .minutes(1) }
    }

    struct FixedTime: TimeSource {
        func now() -> Instant { Wire.now }
        func sleep(until instant: Instant) async {}
    }

    struct FixedRandom: RandomSource {
        func below(_ bound: Int) -> Int { 7 % bound }
    }

    func request(_ operation: OperationModel, _ input: Value) throws -> HTTPRequest {
        // As S3's endpoint rules put a bucket behind an address; its operations' own paths leave it out.
        let bucket = operation.metadata.service == "s3" ? input.text("Bucket").map { "/\($0)" } : nil
        return try RequestEncoder(random: FixedRandom()).request(
            operation, input, to: HTTPAddress(scheme: "http", host: "127.0.0.1", port: 4566, path: bucket ?? ""))
    }

    func signed(
        _ request: HTTPRequest, _ metadata: ServiceMetadata, by credentials: Credentials = Wire.credentials,
        at moment: Instant = Wire.now
    ) -> HTTPRequest {
        SigV4Signer(metadata.service == "s3" ? .s3 : .normalized).signed(
            request, with: credentials, scope: SigningScope(service: metadata.signingName, region: "ap-south-1"),
            at: moment)
    }
}
