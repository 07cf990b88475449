public import CloudCalls

extension CloudAccess {
    /// How many reads of one kind in one region are under way at once. Terraform has ten under way for everything
    /// (Terraform CLI documentation, `-parallelism`); AWS counts each operation of each region on its own (EC2 user
    /// guide, "Request throttling"), and a refusal for the rate is waited out.
    private static let parallelReads = 8

    /// What a read gives for each input, in the inputs' order: for things that AWS describes only one by one.
    /// - Throws: the first error in the inputs' order.
    public func each<Input: Sendable, Output: Sendable>(
        _ inputs: [Input], _ read: @escaping @Sendable (Input) async throws(AWSError) -> Output
    ) async throws(AWSError) -> [Output] {
        var outputs: [Output] = []
        for result in await Parallel.results(of: inputs, limit: Self.parallelReads, read) {
            outputs.append(try result.get())
        }
        return outputs
    }
}
