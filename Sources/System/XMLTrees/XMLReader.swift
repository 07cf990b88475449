import CExpat

/// Runs expat over a document; its callbacks reach the reader through the parser's user data.
final class XMLReader {
    private var tree = XMLTree()
    private var names = XMLNames()
    /// The open elements, with the last child of each.
    private var open: [(node: Int, lastChild: Int)] = []
    private var refusal: XMLProblem.Reason?
    private let parser: XML_Parser
    private let limits: XMLLimits

    private init(_ parser: XML_Parser, limits: XMLLimits) {
        self.parser = parser
        self.limits = limits
    }

    static func read(_ bytes: [UInt8], limits: XMLLimits) throws(XMLProblem) -> XMLTree {
        guard bytes.count <= limits.size, bytes.count <= Int(Int32.max) else {
            throw XMLProblem(reason: .tooLarge, line: 0)
        }
        guard let parser = XML_ParserCreate("UTF-8") else {
            throw XMLProblem(reason: .malformed("no memory for a parser"), line: 0)
        }
        defer { XML_ParserFree(parser) }
        let reader = XMLReader(parser, limits: limits)
        reader.tree.text.reserveCapacity(bytes.count / 2)
        XML_SetUserData(parser, Unmanaged.passUnretained(reader).toOpaque())
        XML_SetElementHandler(
            parser, { data, name, attributes in XMLReader.from(data)?.start(name, attributes) },
            { data, _ in XMLReader.from(data)?.end() })
        XML_SetCharacterDataHandler(parser) { data, text, count in XMLReader.from(data)?.add(text, Int(count)) }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in XMLReader.from(data)?.refuse(.documentType) }
        let status = bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { XML_Parse(parser, $0.baseAddress, Int32($0.count), 1) }
        }
        guard status == XML_STATUS_OK, !reader.tree.nodes.isEmpty else {
            let words = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "not well formed"
            throw XMLProblem(
                reason: reader.refusal ?? .malformed(words), line: Int(XML_GetCurrentLineNumber(parser)))
        }
        reader.tree.names = reader.names.all
        return reader.tree
    }

    private static func from(_ data: UnsafeMutableRawPointer?) -> XMLReader? {
        data.map { Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
    }

    private func refuse(_ reason: XMLProblem.Reason) {
        refusal = refusal ?? reason
        XML_StopParser(parser, 0)
    }

    private func start(_ name: UnsafePointer<CChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
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

    private func end() {
        guard refusal == nil else { return }
        open.removeLast()
    }

    private func add(_ text: UnsafePointer<CChar>?, _ count: Int) {
        guard refusal == nil, let text, let top = open.last, top.lastChild < 0 else { return }
        text.withMemoryRebound(to: UInt8.self, capacity: count) {
            tree.text.append(contentsOf: UnsafeBufferPointer(start: $0, count: count))
        }
        tree.nodes[top.node].textEnd = tree.text.count
    }
}
