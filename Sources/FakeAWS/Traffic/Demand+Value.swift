import Values

extension Demand {
    var value: Value {
        [
            "service": .int(service), "cached": .int(cached), "read": .int(read), "write": .int(write),
            "reads": .int(reads), "hits": .int(hits), "edge": .int(edge),
            "mix": .object(Members(mix.map { ($0.key, .int($0.value)) })),
        ]
    }

    init?(_ value: Value?) {
        guard let value, case .object = value else { return nil }
        var mix: [String: Int] = [:]
        for pair in value["mix"]?.members ?? Members() { mix[pair.name] = pair.value.number }
        func number(_ name: String) -> Int { value.number(name) ?? 0 }
        self.init(
            service: number("service"), cached: number("cached"), read: number("read"), write: number("write"),
            reads: number("reads"), hits: number("hits"), edge: number("edge"), mix: mix)
    }
}
