/// Commands of one event: records first, so that one transaction makes them durable before any call.
struct CommandList {
    private var records: [EngineCommand] = []
    private var others: [EngineCommand] = []

    mutating func add(_ command: EngineCommand) {
        if case .journal = command { records.append(command) } else { others.append(command) }
    }

    var ordered: [EngineCommand] { records + others }
}
