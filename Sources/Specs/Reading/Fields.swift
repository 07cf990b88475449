import Documents

/// The known members of one object of the document.
struct Fields {
    let node: Node
    let path: String
    let members: [String: Node]

    func path(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
