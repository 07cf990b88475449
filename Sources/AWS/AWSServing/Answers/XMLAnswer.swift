import AWSModels
import AWSProtocols
import Values

/// The documents that the `query` protocol and EC2's variety of it answer.
struct XMLAnswer {
    private static let head = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"

    private let operation: OperationModel

    init(_ operation: OperationModel) { self.operation = operation }

    func bytes(_ output: Value, requestID: String) -> [UInt8] {
        let metadata = operation.metadata
        let isEC2 = metadata.wireProtocol == .ec2
        let namespace = "http\(isEC2 ? "" : "s")://\(metadata.endpointPrefix).amazonaws.com/doc/\(metadata.apiVersion)/"
        var text = Array("\(Self.head)<\(operation.name)Response xmlns=\"\(namespace)\">".utf8)
        if isEC2 { text += Array("<requestId>\(requestID)</requestId>".utf8) }
        if let reference = operation.output, let structure = operation.structure(reference) {
            var xml = XMLBody(operation, isAnswer: true)
            xml.write(membersOf: output, structure)
            // Without a wrapper the members stand in the response itself.
            let wrapper = reference.traits.resultWrapper
            if let wrapper { text += Array("<\(wrapper)>".utf8) }
            text += xml.bytes
            if let wrapper { text += Array("</\(wrapper)>".utf8) }
        }
        if !isEC2 { text += Array("<ResponseMetadata><RequestId>\(requestID)</RequestId></ResponseMetadata>".utf8) }
        return text + Array("</\(operation.name)Response>".utf8)
    }

    /// A document of one element.
    static func document(_ operation: OperationModel, _ write: (inout XMLBody) -> Void) -> [UInt8] {
        var xml = XMLBody(operation, isAnswer: true)
        write(&xml)
        return Array(head.utf8) + xml.bytes
    }

    /// Text as it stands between tags.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            // XML 1.0 has no other control characters, however they are written.
            case "\u{0}"..."\u{8}", "\u{B}"..."\u{C}", "\u{E}"..."\u{1F}": escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
