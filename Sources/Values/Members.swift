/// The members of an object, sorted by name: equal objects have equal bytes, whatever order they were written in.
public struct Members: Hashable, Sendable, Sequence {
    /// One named value.
    public struct Pair: Hashable, Sendable {
        public var name: String
        public var value: Value

        public init(name: String, value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// The members in order of name.
    public private(set) var pairs: [Pair]

    public init() { pairs = [] }

    /// Makes members from pairs in any order; of two with one name the later wins.
    public init(_ unsorted: some Sequence<(String, Value)>) {
        self.init(pairs: unsorted.map { Pair(name: $0.0, value: $0.1) })
    }

    /// The same for pairs that are made already.
    public init(pairs unsorted: [Pair]) {
        pairs = unsorted
        guard zip(pairs, pairs.dropFirst()).contains(where: { $0.name >= $1.name }) else { return }
        pairs.removeAll(keepingCapacity: true)
        if unsorted.count <= Self.few {
            for pair in unsorted { self[pair.name] = pair.value }
            return
        }
        let order = unsorted.indices.sorted { a, b in
            unsorted[a].name == unsorted[b].name ? a < b : unsorted[a].name < unsorted[b].name
        }
        for index in order {
            if pairs.last?.name == unsorted[index].name { pairs.removeLast() }
            pairs.append(unsorted[index])
        }
    }

    /// So many are put in their places one by one; more are sorted.
    private static let few = 32

    /// Makes members from pairs that are sorted by name and unique already.
    public init(sorted pairs: [Pair]) { self.pairs = pairs }

    public var count: Int { pairs.count }
    public var isEmpty: Bool { pairs.isEmpty }
    public var names: [String] { pairs.map(\.name) }

    public func makeIterator() -> IndexingIterator<[Pair]> { pairs.makeIterator() }

    /// The value of a member; setting nil removes it.
    public subscript(name: String) -> Value? {
        get {
            let index = position(of: name)
            return index < pairs.count && pairs[index].name == name ? pairs[index].value : nil
        }
        set {
            let index = position(of: name)
            let isHere = index < pairs.count && pairs[index].name == name
            switch (newValue, isHere) {
            case (let value?, true): pairs[index].value = value
            case (let value?, false): pairs.insert(Pair(name: name, value: value), at: index)
            case (nil, true): pairs.remove(at: index)
            case (nil, false): break
            }
        }
    }

    private func position(of name: String) -> Int {
        var low = 0
        var high = pairs.count
        while low < high {
            let middle = (low + high) / 2
            if pairs[middle].name < name { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
