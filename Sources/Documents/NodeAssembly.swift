import Diagnostics

/// Makes nodes, which know where they stand.
struct NodeAssembly: JSONAssembly {
    static var tellsDuplicates: Bool { true }

    func scalar(_ content: Node.Content, at position: Position) -> Node { Node(content, at: position) }
    func array(_ elements: [Node], at position: Position) -> Node { Node(.array(elements), at: position) }
    func pair(_ name: String, at position: Position, _ value: Node) -> Node.Member {
        Node.Member(name: name, position: position, value: value)
    }
    func object(_ pairs: [Node.Member], at position: Position) -> Node { Node(.object(pairs), at: position) }
}
