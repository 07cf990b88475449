public import AWSModels
import AWSProtocols
public import AWSSigning
public import CloudCalls
public import HTTPMessages
public import Values

/// Whatever answers `AWSCalls`, spoken to as AWS is: `AWSClient` turned around. One request is one call.
public final class AWSServer: Sendable {
    /// Makes of the moment by which a client wants its call to have ended the one in the cloud's own time.
    public typealias DeadlineRule = @Sendable (HTTPRequest) -> Instant

    /// What was called.
    public let ledger: CallLedger
    private let calls: any AWSCalls
    private let door: any Doorkeeper
    private let check: SignatureCheck
    private let router: RequestRouter
    private let catalog: ModelCatalog
    private let time: any TimeSource
    private let random: any RandomSource
    private let operations: Set<String>
    private let deadline: DeadlineRule

    /// - Parameters:
    ///   - calls: what answers.
    ///   - operations: those that it knows, as `service.Operation`.
    ///   - credentials: the one key pair that is taken.
    ///   - time: the real clock, for signatures.
    public convenience init(
        _ calls: any AWSCalls, operations: Set<String>, credentials: Credentials, ledger: CallLedger = CallLedger(),
        time: any TimeSource, random: any RandomSource, catalog: ModelCatalog = ModelCatalog(),
        deadline: @escaping DeadlineRule
    ) {
        self.init(
            calls, operations: operations, door: OneKey(credentials: credentials, calls: calls), ledger: ledger,
            time: time, random: random, catalog: catalog, deadline: deadline)
    }

    /// - Parameters:
    ///   - calls: what answers to who needs no signature.
    ///   - operations: those that it knows, as `service.Operation`.
    ///   - door: knows who is let in.
    ///   - time: the real clock, for signatures.
    public init(
        _ calls: any AWSCalls, operations: Set<String>, door: any Doorkeeper, ledger: CallLedger = CallLedger(),
        time: any TimeSource, random: any RandomSource, catalog: ModelCatalog = ModelCatalog(),
        deadline: @escaping DeadlineRule
    ) {
        self.calls = calls
        self.door = door
        self.operations = operations
        self.ledger = ledger
        self.time = time
        self.random = random
        self.deadline = deadline
        check = SignatureCheck { door.entrant($0)?.credentials }
        router = RequestRouter(catalog)
        self.catalog = catalog
    }

    /// Reads the models of all operations beforehand, so that no call's time goes by with it.
    public func prepare() async {
        for name in operations.sorted() {
            let parts = name.split(separator: ".").map(String.init)
            if parts.count == 2 { _ = try? catalog.operation(parts[0], parts[1]) }
            await Task.yield()
        }
    }

    /// The answer to a request; nil when the connection is to break without one.
    public func answer(_ request: HTTPRequest) async -> HTTPResponse? {
        let requestID = IdempotencyToken.make(random)
        let signature: Result<ReceivedSignature, SignatureCheck.Refusal>
        do throws(SignatureCheck.Refusal) {
            signature = .success(try check.signature(of: request, at: time.now()))
        } catch {
            signature = .failure(error)
        }
        let scope = (try? signature.get())?.scope ?? ReceivedSignature(request)?.scope
        let served: ServedOperation
        do throws(UnroutableRequest) { served = try router.operation(request, scope: scope) } catch {
            return refuse(error, signature, requestID)
        }
        let operation = served.model
        let name = "\(operation.metadata.service).\(operation.name)"
        let writer = FailureWriter(
            metadata: operation.metadata, wireProtocol: operation.metadata.wireProtocol, errors: operation.errors)
        func refused(_ failure: ServedFailure, isKnown: Bool = true) -> HTTPResponse {
            ledger.note(name, refusal: failure.code, isKnown: isKnown)
            return writer.response(failure, requestID: requestID)
        }
        if case .failure(let refusal) = signature, !operation.isUnsigned {
            return refused(
                DoorRefusal.failure(
                    refusal, operation.metadata.wireProtocol, isS3: operation.metadata.service == "s3"))
        }
        guard operations.contains(name) else {
            return refused(
                DoorRefusal.unknownOperation(
                    UnroutableRequest(
                        metadata: operation.metadata, wireProtocol: operation.metadata.wireProtocol,
                        operation: operation.name)), isKnown: false)
        }
        let input: Value
        do throws(UnreadableAnswer) {
            input = try RequestReader(operation).input(request, labels: served.labels)
        } catch {
            return refused(DoorRefusal.unreadable(operation.metadata.wireProtocol, error.description))
        }
        let entrant = (try? signature.get()).flatMap { door.entrant($0.accessKeyID) }
        do throws(AWSError) {
            let output = try await (entrant?.calls ?? calls).call(
                AWSRequest(
                    service: operation.metadata.service, operation: operation.name,
                    region: scope?.region ?? "us-east-1",
                    input: input, deadline: deadline(request)))
            ledger.note(name)
            var response = AnswerWriter(operation).response(output, requestID: requestID)
            // To HEAD the length of what GET would give is told, and nothing is sent.
            if request.method == "HEAD", let length = output.number("ContentLength") {
                response.body = [UInt8](repeating: 0, count: length)
            }
            return response
        } catch {
            if error.code == "Transport.DeadlineExceeded", error.effect == .none {
                return refused(DoorRefusal.late(operation.metadata.wireProtocol))
            }
            // What goes wrong on the way has no answer.
            guard !error.code.hasPrefix("Transport.") else {
                ledger.note(name, refusal: error.code)
                return nil
            }
            return refused(ServedFailure(error))
        }
    }

    private func refuse(
        _ request: UnroutableRequest, _ signature: Result<ReceivedSignature, SignatureCheck.Refusal>,
        _ requestID: String
    ) -> HTTPResponse {
        let writer = FailureWriter(metadata: request.metadata, wireProtocol: request.wireProtocol)
        let failure: ServedFailure
        if case .failure(let refusal) = signature {
            failure = DoorRefusal.failure(refusal, request.wireProtocol, isS3: request.metadata?.service == "s3")
        } else {
            failure = DoorRefusal.unknownOperation(request)
        }
        ledger.note(
            "\(request.metadata?.service ?? "?").\(request.operation)", refusal: failure.code, isKnown: false)
        return writer.response(failure, requestID: requestID)
    }
}
