import Diagnostics

/// What a document becomes: the tree's loop reads the tokens, this makes something of them.
protocol JSONAssembly {
    /// What a value becomes.
    associatedtype Item
    /// What a member of an object becomes.
    associatedtype Pair
    /// Whether names that stand twice are told.
    static var tellsDuplicates: Bool { get }

    func scalar(_ content: Node.Content, at position: Position) throws(Diagnostic) -> Item
    func array(_ elements: [Item], at position: Position) -> Item
    func pair(_ name: String, at position: Position, _ value: Item) -> Pair
    func object(_ pairs: [Pair], at position: Position) -> Item
}
