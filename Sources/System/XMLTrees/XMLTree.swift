/// A document as a flat list of its elements, in the order of their start tags; text lies in one buffer.
///
/// Namespaces are not resolved: an element goes by its local name, an attribute by the name as it is written.
public struct XMLTree: Sendable {
    /// An element; valid in the tree that it comes from.
    public struct Element: Sendable, Hashable {
        let index: Int
    }

    /// A name and value in a start tag.
    public struct Attribute: Sendable, Hashable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    struct Node {
        var name: Int32
        var nextSibling: Int32 = -1
        var hasChildren = false
        var textStart: Int
        var textEnd: Int
    }

    var nodes: [Node] = []
    var text: [UInt8] = []
    var names: [String] = []
    var attributes: [Int: [Attribute]] = [:]

    init() {}

    /// Reads a document.
    /// - Throws: the first problem; nothing of a damaged document is given.
    public init(_ bytes: [UInt8], limits: XMLLimits = .standard) throws(XMLProblem) {
        self = try XMLReader.read(bytes, limits: limits)
    }

    /// The local names that occur; `nameNumber` is a place in this list.
    public var distinctNames: [String] { names }

    public var root: Element { Element(index: 0) }

    /// The local name: what follows the colon, if there is one.
    public func name(_ element: Element) -> String { names[Int(nodes[element.index].name)] }

    /// A number that is the same for equal names of this tree, from 0 up.
    public func nameNumber(_ element: Element) -> Int { Int(nodes[element.index].name) }

    /// The text before the first child, or all of it when there is none.
    public func text(_ element: Element) -> String {
        let node = nodes[element.index]
        return String(decoding: text[node.textStart..<node.textEnd], as: UTF8.self)
    }

    public func attributes(_ element: Element) -> [Attribute] { attributes[element.index] ?? [] }

    public func firstChild(_ element: Element) -> Element? {
        nodes[element.index].hasChildren ? Element(index: element.index + 1) : nil
    }

    public func nextSibling(_ element: Element) -> Element? {
        let next = nodes[element.index].nextSibling
        return next < 0 ? nil : Element(index: Int(next))
    }

    public func children(_ element: Element) -> [Element] {
        var children: [Element] = []
        var next = firstChild(element)
        while let child = next {
            children.append(child)
            next = nextSibling(child)
        }
        return children
    }

    /// The first child of a name.
    public func child(_ element: Element, _ name: String) -> Element? {
        var next = firstChild(element)
        while let child = next {
            if self.name(child) == name { return child }
            next = nextSibling(child)
        }
        return nil
    }
}
