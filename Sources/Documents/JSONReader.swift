public import Diagnostics

/// Reads JSON exactly as RFC 8259 defines it, with the place of every value.
///
/// No comments, no trailing commas, no byte order mark. An escaped surrogate that has no partner is allowed by the
/// grammar and becomes U+FFFD. Nesting is kept on a stack of our own, so that no input exhausts the thread's.
public enum JSONReader {
    /// Reads a document, or throws the first `syntax.*` problem.
    public static func read(
        _ bytes: [UInt8], file: String, limits: JSONLimits = .standard
    ) throws(Diagnostic) -> JSONDocument {
        let (root, duplicates) = try build(NodeAssembly(), bytes, file: file, limits: limits)
        return JSONDocument(file: file, root: root, duplicates: duplicates)
    }

    /// The same, made into whatever is asked for.
    static func build<Assembly: JSONAssembly>(
        _ assembly: Assembly, _ bytes: [UInt8], file: String, limits: JSONLimits = .standard
    ) throws(Diagnostic) -> (root: Assembly.Item, duplicates: [Diagnostic]) {
        var scanner = JSONScanner(bytes, file: file)
        guard bytes.count <= limits.size else {
            throw scanner.problem(
                .tooLarge, "the document has \(bytes.count) bytes; at most \(limits.size) are read", at: 0)
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw scanner.problem(
                .byteOrderMark, "the document begins with a byte order mark", at: 0,
                hint: "save the file as UTF-8 without a byte order mark")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw scanner.problem(
                .encoding, "the document is UTF-16, not UTF-8", at: 0, hint: "save the file as UTF-8")
        }
        var tree = JSONTree(assembly, depthLimit: limits.depth)
        let root = try tree.build(&scanner)
        return (root, tree.duplicates)
    }
}
