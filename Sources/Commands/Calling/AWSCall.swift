import AWSClient
import AWSCredentials
import AWSModels
import AWSPaginators
import CloudCalls
import Diagnostics
import Documents
import HTTPMessages
import JMESPaths
import Reports
import Terminal
import Values

/// `reconcile aws call SERVICE OPERATION`: one operation, called as the program itself calls it.
struct AWSCall {
    private let options: Options
    private let output: TextOutput
    private let surroundings: Surroundings
    private let readInput: @Sendable () -> [UInt8]
    private let patience: TimeSpan
    private let catalog = ModelCatalog()

    /// - Parameters:
    ///   - patience: how long an attempt may take.
    ///   - readInput: reads standard input to its end.
    init(
        _ options: Options, _ output: TextOutput, _ surroundings: Surroundings, patience: TimeSpan = .seconds(60),
        readInput: @escaping @Sendable () -> [UInt8]
    ) {
        self.options = options
        self.output = output
        self.surroundings = surroundings
        self.readInput = readInput
        self.patience = patience
    }

    func run() async throws -> Int32 {
        let operation = try CallName(options.words[0], options.words[1]).operation(of: catalog)
        let query = try options.value("query").map(Self.query)
        let paginator = options.has("paginate") ? try paginator(of: operation) : nil
        let configuration: SharedConfiguration
        do throws(ConfigurationProblem) {
            configuration = try SharedConfiguration(surroundings, profile: options.value("profile"))
        } catch {
            throw CommandFailure(error.message, hint: error.hint)
        }
        guard let region = options.value("region") ?? configuration.region else {
            throw CommandFailure("There is no region to call.", hint: "Name one: --region eu-west-1, or AWS_REGION.")
        }
        let input = try input()
        let target = try CallTarget(options, output, configuration)
        let request = AWSRequest(
            service: operation.metadata.service, operation: operation.name, region: region, input: input,
            deadline: target.time.now() + patience)
        if options.has("dry-run") {
            show(try await target.shown(request))
            return 0
        }
        let answer = try await target.answer(request, paginator)
        // What is hidden is hidden before an expression could take it apart.
        let shown = operation.redactedOutput(answer)
        output.result(JSON.pretty(try query.map { try Self.pick($0, of: shown) } ?? shown))
        return 0
    }

    // MARK: What is asked for

    private func input() throws -> Value {
        guard let text = options.value("input") else { return [:] }
        let isFromStandardInput = text == "-"
        let bytes = isFromStandardInput ? readInput() : Array(text.utf8)
        let value: Value
        do throws(Diagnostic) {
            value = try JSON.value(from: bytes, file: isFromStandardInput ? "standard input" : "--input")
        } catch {
            throw CommandFailure(DiagnosticReport.lines([error]))
        }
        guard case .object = value else {
            throw UsageProblem("--input takes a JSON object of the operation's parameters")
        }
        return value
    }

    private func paginator(of operation: OperationModel) throws -> Paginator {
        let service = operation.metadata.service
        guard let model = try catalog.service(service).paginator(operation.name) else {
            throw UsageProblem("\(service) \(operation.name) answers all at once; call it without --paginate")
        }
        return try Paginator(model, operation: operation)
    }

    private static func query(_ text: String) throws(UsageProblem) -> JMESPath {
        do throws(JMESPathProblem) { return try JMESPath(text) } catch {
            throw UsageProblem("--query is no JMESPath expression: \(error)")
        }
    }

    // MARK: What is shown

    private static func pick(_ query: JMESPath, of value: Value) throws(CommandFailure) -> Value {
        do throws(JMESPathProblem) { return try query.search(value) } catch {
            throw CommandFailure("--query can't be applied to the answer: \(error).")
        }
    }

    private func show(_ request: HTTPRequest) {
        let fields = [("Host", request.authority)] + request.headers.fields.map { ($0.name, $0.value) }
        let body = String(validating: request.body, as: UTF8.self)
        if options.has("json") {
            output.result(
                JSON.pretty([
                    "method": .string(request.method), "url": .string(request.url),
                    "headers": .object(Members(fields.map { ($0.0, .string($0.1)) })),
                    "body": body.map(Value.string) ?? .null,
                ]))
            return
        }
        output.result("\(request.method) \(request.url)")
        for field in fields { output.result("\(field.0): \(field.1)") }
        guard !request.body.isEmpty else { return }
        output.result("")
        output.result(body ?? "(\(request.body.count) bytes that are no text)")
    }
}
