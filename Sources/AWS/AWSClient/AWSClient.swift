public import AWSCredentials
import AWSEndpoints
public import AWSModels
import AWSProtocols
public import AWSSigning
public import CloudCalls
public import HTTPClient
public import HTTPMessages
public import Values

/// AWS itself: validates, encodes, signs, sends and decodes. One call is one attempt.
///
/// What a call's effect is, when it fails: `none` when nothing was sent or AWS refused it; `unknown` when it may have
/// arrived and no refusal came back.
public final class AWSClient: AWSCalls {
    /// How long an attempt may take, whatever its deadline.
    private static let longestAttempt = TimeSpan.minutes(2)

    /// AWS's clock against ours, as the answers tell it.
    public let skew = ClockSkew()
    /// The models of the services.
    public let catalog: ModelCatalog
    private let configuration: SharedConfiguration
    private let http: any HTTPSending
    private let credentials: CredentialCache
    let time: any TimeSource
    private let encoder: RequestEncoder
    private let endpoints = EndpointBook()
    private let observe: @Sendable (CallEvent) -> Void

    /// - Parameter observe: told of every attempt; for logs.
    public init(
        configuration: SharedConfiguration, http: any HTTPSending, credentials: CredentialCache,
        time: any TimeSource, random: any RandomSource, catalog: ModelCatalog = ModelCatalog(),
        observe: @escaping @Sendable (CallEvent) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.http = http
        self.credentials = credentials
        self.time = time
        self.catalog = catalog
        self.observe = observe
        encoder = RequestEncoder(random: random)
    }

    public func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        let start = time.now()
        do throws(AWSError) {
            let (output, response) = try await attempt(request, at: start)
            observe(CallEvent(request, response: response, took: time.now() - start, error: nil))
            return output
        } catch {
            let named = error.of(request)
            observe(CallEvent(request, response: nil, took: time.now() - start, error: named))
            throw named
        }
    }

    /// Where a call would go.
    public func endpointURL(_ request: AWSRequest) throws(AWSError) -> String {
        try endpoint(request, try operation(request)).url
    }

    /// The request as it would be sent, with a signature unless the operation has none.
    public func signedRequest(_ request: AWSRequest) async throws(AWSError) -> HTTPRequest {
        try await signed(request, try operation(request)).request
    }

    /// The same as it may be shown: signature, session token and all that the model calls sensitive are `***`.
    public func shownRequest(_ request: AWSRequest) async throws(AWSError) -> HTTPRequest {
        let operation = try operation(request)
        let request = request.changing(input: encoder.completed(request.input, for: operation))
        let signed = try await signed(request, operation).request
        var shown = try encode(operation, operation.maskedInput(request.input), to: try endpoint(request, operation))
        for field in signed.headers.fields where shown.headers[field.name] == nil {
            shown.headers.add(field.name, ShownField.value(field))
        }
        return shown
    }

    private func attempt(_ request: AWSRequest, at start: Instant) async throws(AWSError) -> (Value, HTTPResponse) {
        let operation = try operation(request)
        let signed = try await signed(request, operation)
        let sent = time.now()
        guard request.deadline > sent else {
            throw AWSError("Client.DeadlineExceeded", "the time for the call was over before it was sent")
        }
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await http.send(
                signed.request, within: min(request.deadline - sent, Self.longestAttempt))
        } catch {
            throw TransportFailure.error(error)
        }
        let isCorrected = learnTime(response, sent: sent)
        do throws(AWSError) {
            return (try ResponseDecoder(operation).output(response), response)
        } catch {
            throw await refused(error, response, isCorrected: isCorrected, by: signed.credentials)
        }
    }

    func operation(_ request: AWSRequest) throws(AWSError) -> OperationModel {
        do throws(ModelProblem) { return try catalog.operation(request.service, request.operation) } catch {
            throw AWSError("Client.UnknownOperation", "\(error)")
        }
    }

    /// - Parameter isOwn: AWS's own, whatever is configured.
    func endpoint(
        _ request: AWSRequest, _ operation: OperationModel, isOwn: Bool = false
    ) throws(AWSError) -> Endpoint {
        do throws(EndpointProblem) {
            return try endpoints.endpoint(request, operation, configuration: isOwn ? nil : configuration)
        } catch {
            throw AWSError("Client.NoEndpoint", "\(error)")
        }
    }

    private func signed(
        _ request: AWSRequest, _ operation: OperationModel
    ) async throws(AWSError) -> (request: HTTPRequest, credentials: FoundCredentials?) {
        let endpoint = try endpoint(request, operation)
        let encoded = try encode(operation, try await withSourceURL(request, operation), to: endpoint)
        guard !operation.isUnsigned else { return (encoded, nil) }
        let found = try await foundCredentials()
        let scheme = endpoint.signing
        let scope = SigningScope(
            service: scheme?.service ?? operation.metadata.signingName, region: scheme?.region ?? request.region)
        let signer = SigV4Signer(scheme?.encodesPathTwice == false ? .s3 : .normalized)
        let signed = signer.signed(
            encoded, with: found.credentials, scope: scope, at: skew.signingTime(time.now()),
            payload: operation.hasUnsignedPayload ? .unsigned : .signed)
        return (signed, found)
    }

    private func encode(
        _ operation: OperationModel, _ input: Value, to endpoint: Endpoint
    ) throws(AWSError) -> HTTPRequest {
        var encoded: HTTPRequest
        do throws(InvalidParameters) { encoded = try encoder.request(operation, input, to: endpoint.address) } catch {
            throw error.error
        }
        for (name, values) in endpoint.headers.sorted(by: { $0.key < $1.key }) {
            for value in values { encoded.headers.add(name, value) }
        }
        encoded.headers["User-Agent"] = "reconcile"
        return encoded
    }

    func foundCredentials() async throws(AWSError) -> FoundCredentials {
        do throws(ConfigurationProblem) { return try await credentials.credentials() } catch {
            throw AWSError("Client.NoCredentials", "\(error)")
        }
    }

    /// The input with its source region replaced by a URL that is signed for it.
    private func withSourceURL(_ request: AWSRequest, _ operation: OperationModel) async throws(AWSError) -> Value {
        guard let region = SourceRegionURL.region(service: request.service, input: request.input) else {
            return request.input
        }
        var input = request.input
        input["SourceRegion"] = nil
        guard region != request.region else { return input }
        let asked = try encode(
            operation, input, to: try endpoint(request.changing(region: region, input: input), operation))
        input["PreSignedUrl"] = .string(
            SourceRegionURL.make(
                asked, from: region, to: request.region, credentials: try await foundCredentials().credentials,
                at: skew.signingTime(time.now())))
        return input
    }

    /// Half way between sending and receiving is when AWS looked at its clock, as far as we know.
    private func learnTime(_ response: HTTPResponse, sent: Instant) -> Bool {
        guard let date = response.headers["Date"].flatMap(ServerDate.parse) else { return false }
        let half = TimeSpan(milliseconds: (time.now() - sent).milliseconds / 2)
        return skew.learn(serverDate: date, middle: sent + half)
    }

    /// What AWS's refusal means for the next attempt.
    private func refused(
        _ error: AWSError, _ response: HTTPResponse, isCorrected: Bool, by credentials: FoundCredentials?
    ) async -> AWSError {
        var error = error
        if isCorrected, Refusal.mayBeTime.contains(error.code) {
            error = AWSError(
                "Transport.ClockCorrected",
                "our clock was wrong, and is corrected now: \(error.message) [\(error.code)]",
                requestID: error.requestID)
        } else if let credentials, credentials.expiry != nil, Refusal.isExpiry.contains(error.code) {
            await self.credentials.invalidate(credentials)
            error = AWSError(
                "Transport.CredentialsExpired", "the credentials had expired: \(error.message) [\(error.code)]",
                requestID: error.requestID)
        }
        error.status = response.status
        error.retryAfter = Refusal.wait(response)
        return error
    }
}
