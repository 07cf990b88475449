import CloudCalls

/// Reads side by side, and no more than a limit at once.
enum Parallel {
    /// The results in the inputs' order.
    static func results<Input: Sendable, Output: Sendable>(
        of inputs: [Input], limit: Int, _ read: @escaping @Sendable (Input) async throws(AWSError) -> Output
    ) async -> [Result<Output, AWSError>] {
        // One alone needs no task of its own.
        if inputs.count == 1 { return [await result(of: inputs[0], read)] }
        return await withTaskGroup(of: (Int, Result<Output, AWSError>).self) { group in
            var results: [Result<Output, AWSError>?] = Array(repeating: nil, count: inputs.count)
            var waiting = inputs.enumerated().makeIterator()
            func startOne() {
                guard let (index, input) = waiting.next() else { return }
                group.addTask { (index, await result(of: input, read)) }
            }
            for _ in 0..<min(limit, inputs.count) { startOne() }
            while let (index, result) = await group.next() {
                results[index] = result
                startOne()
            }
            return results.compactMap { $0 }
        }
    }

    private static func result<Input, Output>(
        of input: Input, _ read: (Input) async throws(AWSError) -> Output
    ) async -> Result<Output, AWSError> {
        do throws(AWSError) { return .success(try await read(input)) } catch { return .failure(error) }
    }
}
