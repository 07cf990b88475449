public import AWSModels
public import CloudCalls
import JMESPaths
public import Values

/// How an operation's answers are continued, ready to be used.
public struct Paginator: Sendable {
    private let inputTokens: [String]
    private let outputTokens: [JMESPath]
    private let moreResults: JMESPath?
    private let results: [JMESPath]
    private let rest: [JMESPath]

    /// - Throws: when an expression of the model can't be read; a defect of the model.
    public init(_ model: PaginatorModel, operation: OperationModel) throws(ModelProblem) {
        do {
            inputTokens = model.inputTokens
            outputTokens = try Self.compiled(model.outputTokens)
            results = try Self.compiled(model.resultKeys)
            rest = try Self.compiled(model.nonAggregateKeys)
            moreResults = try model.moreResults.map { path throws(JMESPathProblem) in try JMESPath(path) }
        } catch {
            throw .malformed(service: operation.metadata.service, what: "paginator \(operation.name): \(error)")
        }
    }

    private static func compiled(_ paths: [String]) throws(JMESPathProblem) -> [JMESPath] {
        var compiled: [JMESPath] = []
        for path in paths { compiled.append(try JMESPath(path)) }
        return compiled
    }

    /// The input that asks for what follows an answer; nil when the answer is the last.
    /// - Throws: `Client.RepeatedToken` when the answer continues with the token that it was asked for, which would
    ///   never end.
    public func nextInput(after output: Value, to input: Value) throws(AWSError) -> Value? {
        if let moreResults, Self.search(moreResults, output) != .bool(true) { return nil }
        var next = input
        var isContinued = false
        for (name, path) in zip(inputTokens, outputTokens) {
            let token = Self.search(path, output)
            // As botocore has it, an empty text and the number 0 continue nothing.
            let isToken = !token.isNull && token != "" && token != 0
            next[name] = isToken ? token : nil
            isContinued = isContinued || isToken
        }
        guard isContinued else { return nil }
        guard next != input else {
            throw AWSError("Client.RepeatedToken", "the service continues with the token that it was just given")
        }
        return next
    }

    /// What a page adds to the pages before it: results are appended, numbers added, all else is the first page's.
    public func merged(_ pages: Value?, with page: Value) -> Value {
        guard var merged = pages else {
            var first: Value = [:]
            for path in rest + results { Self.set(&first, path.description, Self.search(path, page)) }
            return first
        }
        for path in results {
            let found = Self.search(path, page)
            let sum =
                switch (Self.search(path, merged), found) {
                case (.list(let before), .list(let more)): Value.list(before + more)
                case (.int(let before), .int(let more)): Value.int(before + more)
                case (.string(let before), .string(let more)): Value.string(before + more)
                case (.null, let first): first
                case (let before, _): before
                }
            Self.set(&merged, path.description, sum)
        }
        return merged
    }

    /// The pages of one operation, each asked for when it is wanted.
    public func pages(_ calls: any AWSCalls, _ first: AWSRequest, time: any TimeSource) -> Pages {
        Pages(paginator: self, calls: calls, first: first, time: time)
    }

    /// Everything that an operation answers, as one output.
    public func all(
        _ calls: any AWSCalls, _ first: AWSRequest, time: any TimeSource
    ) async throws(AWSError) -> Value {
        var merged: Value?
        var pages = pages(calls, first, time: time).makeAsyncIterator()
        while let page = try await pages.next() { merged = self.merged(merged, with: page) }
        return merged ?? [:]
    }

    /// The models' paths are names and dots, which every value has or has not.
    private static func search(_ path: JMESPath, _ value: Value) -> Value { (try? path.search(value)) ?? .null }

    private static func set(_ value: inout Value, _ path: String, _ new: Value) {
        guard !new.isNull else { return }
        let names = path.split(separator: ".").map(String.init)
        set(&value, names[...], new)
    }

    private static func set(_ value: inout Value, _ names: ArraySlice<String>, _ new: Value) {
        guard let name = names.first else {
            value = new
            return
        }
        var inner = value[name] ?? [:]
        set(&inner, names.dropFirst(), new)
        value[name] = inner
    }
}
