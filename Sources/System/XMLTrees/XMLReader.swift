import CExpat

/// Runs expat over a document.
enum XMLReader {
    static func read(_ bytes: [UInt8], limits: XMLLimits) throws(XMLProblem) -> XMLTree {
        guard bytes.count <= limits.size, bytes.count <= Int(Int32.max) else {
            throw XMLProblem(reason: .tooLarge, line: 0)
        }
        guard let parser = XML_ParserCreate("UTF-8") else {
            throw XMLProblem(reason: .malformed("no memory for a parser"), line: 0)
        }
        defer { XML_ParserFree(parser) }
        XML_SetElementHandler(
            parser, { data, name, attributes in XMLReader.builder(data)?.pointee.start(name, attributes) },
            { data, _ in XMLReader.builder(data)?.pointee.end() })
        XML_SetCharacterDataHandler(parser) { data, text, count in
            XMLReader.builder(data)?.pointee.add(text, Int(count))
        }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
            XMLReader.builder(data)?.pointee.refuse(.documentType)
        }
        var builder = XMLBuilder(parser, limits: limits, size: bytes.count)
        // The callbacks run inside this call only, and reach the builder by its address.
        let status = withUnsafeMutablePointer(to: &builder) { pointer in
            XML_SetUserData(parser, pointer)
            return bytes.withUnsafeBufferPointer { buffer in
                buffer.withMemoryRebound(to: CChar.self) { XML_Parse(parser, $0.baseAddress, Int32($0.count), 1) }
            }
        }
        guard status == XML_STATUS_OK, let tree = builder.finished else {
            let words = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "not well formed"
            throw XMLProblem(
                reason: builder.refusal ?? .malformed(words), line: Int(XML_GetCurrentLineNumber(parser)))
        }
        return tree
    }

    private static func builder(_ data: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLBuilder>? {
        data?.assumingMemoryBound(to: XMLBuilder.self)
    }
}
