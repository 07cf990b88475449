import AWSModels
import Digests
import Values

/// JSON in a header, which stands there in base64.
enum HeaderJSON {
    static func encode(_ value: Value, _ operation: OperationModel) -> String {
        // A text is JSON already (Smithy 2.0, "mediaType" in headers).
        if case .string(let text) = value { return Base64.encode(Array(text.utf8)) }
        var json = JSONBody(operation)
        json.write(document: value)
        return Base64.encode(json.bytes)
    }
}
