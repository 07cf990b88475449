public import AWSModels
public import CloudCalls
import JMESPaths
public import Values

/// Calls an operation until its answer is the one that is waited for.
public struct Waiter: Sendable {
    /// What an attempt came to.
    public typealias Attempt = Result<Value, AWSError>

    private let model: WaiterModel
    private let paths: [JMESPath?]

    /// - Throws: when an expression of the model can't be read; a defect of the model.
    public init(_ model: WaiterModel, service: String) throws(ModelProblem) {
        var paths: [JMESPath?] = []
        for acceptor in model.acceptors {
            do {
                paths.append(acceptor.argument.isEmpty ? nil : try JMESPath(acceptor.argument))
            } catch { throw .malformed(service: service, what: "waiter \(model.name): \(error)") }
        }
        self.model = model
        self.paths = paths
    }

    /// The acceptor that an attempt meets; nil when it meets none.
    public func acceptor(of attempt: Attempt) -> WaiterModel.Acceptor? {
        zip(model.acceptors, paths).first { Self.matches($0, $1, attempt) }?.0
    }

    /// Calls until an acceptor says success or failure, an error comes that none expects, or the attempts are used up.
    ///
    /// - Parameter patience: how long one attempt may take.
    /// - Returns: the answer that was waited for; null where that is an error, such as the one for what is gone.
    public func wait(
        _ calls: any AWSCalls, region: String, service: String, input: Value, time: any TimeSource,
        patience: TimeSpan
    ) async throws(WaiterFailure) -> Value {
        for number in 1...max(1, model.maximumAttempts) {
            if number > 1 { await time.sleep(until: time.now() + model.delay) }
            guard !Task.isCancelled else { throw .cancelled }
            let request = AWSRequest(
                service: service, operation: model.operation, region: region, input: input,
                deadline: time.now() + patience)
            let attempt: Attempt
            do throws(AWSError) {
                attempt = .success(try await calls.call(request))
            } catch { attempt = .failure(error) }
            switch (acceptor(of: attempt)?.state, attempt) {
            case (.success?, .success(let output)): return output
            case (.success?, .failure): return .null
            case (.failure?, .success): throw .ended(waiter: model.name, nil)
            case (.failure?, .failure(let error)): throw .ended(waiter: model.name, error)
            case (nil, .failure(let error)): throw .refused(error)
            case (.retry?, _), (nil, .success): continue
            }
        }
        throw .exhausted(waiter: model.name, attempts: model.maximumAttempts)
    }

    private static func matches(_ acceptor: WaiterModel.Acceptor, _ path: JMESPath?, _ attempt: Attempt) -> Bool {
        switch (acceptor.matcher, attempt) {
        case (.path, .success(let output)):
            return found(path, output) == acceptor.expected
        case (.pathAll, .success(let output)):
            let elements = found(path, output).elements
            return !elements.isEmpty && elements.allSatisfy { $0 == acceptor.expected }
        case (.pathAny, .success(let output)): return found(path, output).elements.contains(acceptor.expected)
        // A success is 200 in every model; an error without a code of AWS's goes by its status.
        case (.status, .success): return acceptor.expected == 200
        case (.status, .failure(let error)): return acceptor.expected.number.map { String($0) } == error.code
        case (.error, .success): return acceptor.expected == .bool(false)
        case (.error, .failure(let error)):
            return acceptor.expected == .bool(true) || acceptor.expected == .string(error.code)
        case (.path, .failure), (.pathAll, .failure), (.pathAny, .failure): return false
        }
    }

    /// Null for an answer that lacks what a function of the expression needs, as for any that has nothing there.
    private static func found(_ path: JMESPath?, _ output: Value) -> Value {
        path.flatMap { try? $0.search(output) } ?? .null
    }
}
