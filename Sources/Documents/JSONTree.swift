import Diagnostics

/// Builds the tree of a document: one loop over its tokens and a stack of what is open.
struct JSONTree<Assembly: JSONAssembly> {
    /// An array or object whose end has not come yet.
    private struct Open {
        var isObject: Bool
        var position: Position
        var elements: [Assembly.Item] = []
        var members: [Assembly.Pair] = []
        var names = SeenNames()
        var name = ""
        var namePosition: Position
    }

    /// As many as anybody reads; a document may hold millions.
    private static var duplicateLimit: Int { 1000 }

    private(set) var duplicates: [Diagnostic] = []
    private let assembly: Assembly
    private let depthLimit: Int
    private var stack: [Open] = []

    init(_ assembly: Assembly, depthLimit: Int) {
        self.assembly = assembly
        self.depthLimit = depthLimit
    }

    mutating func build(_ scanner: inout JSONScanner) throws(Diagnostic) -> Assembly.Item {
        scanner.skipSpace()
        if scanner.isAtEnd {
            throw scanner.problem(.empty, "the document is empty", hint: "write a JSON value, for example {}")
        }
        while true {
            guard var item = try openOrScalar(&scanner) else { continue }
            // A value is complete: hand it to what is open, and close what it completes.
            while true {
                guard !stack.isEmpty else {
                    try scanner.expectEnd()
                    return item
                }
                append(item)
                guard try closes(&scanner) else { break }
                item = close()
            }
        }
    }

    /// The next scalar or empty container; nil when a container with something in it was opened instead.
    private mutating func openOrScalar(_ scanner: inout JSONScanner) throws(Diagnostic) -> Assembly.Item? {
        scanner.skipSpace()
        let position = scanner.position
        guard let byte = scanner.peek, byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") else {
            return try assembly.scalar(try scanner.scalar(), at: position)
        }
        guard stack.count < depthLimit else {
            throw scanner.problem(.tooDeep, "more than \(depthLimit) arrays and objects inside each other")
        }
        scanner.advance()
        scanner.skipSpace()
        let isObject = byte == UInt8(ascii: "{")
        if scanner.skip(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
            return isObject ? assembly.object([], at: position) : assembly.array([], at: position)
        }
        stack.append(Open(isObject: isObject, position: position, namePosition: position))
        if isObject { try name(&scanner) }
        return nil
    }

    /// Reads `"name":` for the object on top.
    private mutating func name(_ scanner: inout JSONScanner) throws(Diagnostic) {
        scanner.skipSpace()
        let position = scanner.position
        let name = try scanner.memberName()
        let top = stack.count - 1
        if Assembly.tellsDuplicates, let first = stack[top].names.insert(name, at: position),
            duplicates.count < Self.duplicateLimit
        {
            duplicates.append(
                Diagnostic(
                    "spec.duplicateKey", "`\(name.shown)` stands twice in the same object",
                    at: Location(file: scanner.file, line: position.line, column: position.column),
                    path: path(to: name), hint: "the first one is on line \(first.line); remove one of them"))
        }
        stack[top].name = name
        stack[top].namePosition = position
    }

    private mutating func append(_ item: Assembly.Item) {
        let top = stack.count - 1
        if stack[top].isObject {
            stack[top].members.append(assembly.pair(stack[top].name, at: stack[top].namePosition, item))
        } else {
            stack[top].elements.append(item)
        }
    }

    /// Reads the comma or the bracket after a value; true when the container on top ends here.
    private mutating func closes(_ scanner: inout JSONScanner) throws(Diagnostic) -> Bool {
        let isObject = stack[stack.count - 1].isObject
        let end = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        scanner.skipSpace()
        if scanner.skip(end) { return true }
        let comma = scanner.mark
        guard scanner.skip(UInt8(ascii: ",")) else {
            throw scanner.unexpected(isObject ? "a comma or `}`" : "a comma or `]`")
        }
        scanner.skipSpace()
        if scanner.peek == end {
            throw scanner.problem(
                .trailingComma, "a comma before `\(isObject ? "}" : "]")`", at: comma, hint: "remove the comma")
        }
        if isObject { try name(&scanner) }
        return false
    }

    private mutating func close() -> Assembly.Item {
        let top = stack.removeLast()
        return top.isObject
            ? assembly.object(top.members, at: top.position) : assembly.array(top.elements, at: top.position)
    }

    private func path(to name: String) -> String {
        var path = DocumentPath()
        for open in stack.dropLast() {
            path = open.isObject ? path.member(open.name) : path.element(open.elements.count)
        }
        return path.member(name).text
    }
}
