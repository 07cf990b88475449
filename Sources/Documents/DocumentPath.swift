/// The way from a document's root to a value, as people write it: `services[0].environment["a.b"]`.
public struct DocumentPath: Hashable, Sendable, CustomStringConvertible {
    /// The path as text; empty for the root.
    public let text: String

    public var description: String { text }

    /// The root.
    public init() { text = "" }

    private init(_ text: String) { self.text = text }

    /// The path of a member of this object.
    public func member(_ name: String) -> DocumentPath {
        let isPlain =
            !name.isEmpty && name.utf8.count <= 64
            && name.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || "0123456789_-$".unicodeScalars.contains($0)
            }
        guard isPlain else { return DocumentPath("\(text)[\"\(name.shown)\"]") }
        return DocumentPath(text.isEmpty ? name : "\(text).\(name)")
    }

    /// The path of an element of this array.
    public func element(_ index: Int) -> DocumentPath { DocumentPath("\(text)[\(index)]") }
}
