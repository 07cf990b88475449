import CExpat

/// Makes a tree of what expat finds.
struct XMLBuilder {
    /// Why the document is refused, when it is well formed.
    private(set) var refusal: XMLProblem.Reason?
    private var tree = XMLTree()
    private var names = XMLNames()
    /// The open elements, with the last child of each.
    private var open: [(node: Int, lastChild: Int)] = []
    private let parser: XML_Parser
    private let limits: XMLLimits

    init(_ parser: XML_Parser, limits: XMLLimits, size: Int) {
        self.parser = parser
        self.limits = limits
        tree.text.reserveCapacity(size / 3)
    }

    /// The tree; nil when there is none.
    var finished: XMLTree? {
        guard refusal == nil, !tree.nodes.isEmpty else { return nil }
        var finished = tree
        finished.names = names.all
        return finished
    }

    mutating func refuse(_ reason: XMLProblem.Reason) {
        refusal = refusal ?? reason
        XML_StopParser(parser, 0)
    }

    mutating func start(_ name: UnsafePointer<CChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        guard refusal == nil, let name else { return }
        guard open.count < limits.depth else { return refuse(.tooDeep) }
        let index = tree.nodes.count
        tree.nodes.append(
            XMLTree.Node(name: names.number(of: name), textStart: tree.text.count, textEnd: tree.text.count))
        if let parent = open.last {
            if parent.lastChild >= 0 {
                tree.nodes[parent.lastChild].nextSibling = Int32(index)
            } else {
                tree.nodes[parent.node].hasChildren = true
            }
            open[open.count - 1].lastChild = index
        }
        open.append((index, -1))
        guard let attributes, attributes[0] != nil else { return }
        var found: [XMLTree.Attribute] = []
        var place = 0
        while let name = attributes[place], let value = attributes[place + 1] {
            found.append(XMLTree.Attribute(name: String(cString: name), value: String(cString: value)))
            place += 2
        }
        tree.attributes[index] = found
    }

    mutating func end() {
        guard refusal == nil else { return }
        open.removeLast()
    }

    /// Text counts up to the first child, which is all of it in AWS's answers.
    mutating func add(_ text: UnsafePointer<CChar>?, _ count: Int) {
        guard refusal == nil, let text, let top = open.last, top.lastChild < 0 else { return }
        tree.text.append(contentsOf: UnsafeRawBufferPointer(start: text, count: count))
        tree.nodes[top.node].textEnd = tree.text.count
    }
}
