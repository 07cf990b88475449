import HTTPMessages

/// What of a signature's header fields may be shown: who signed and for what, but not the signature itself, which
/// would let anybody send the same request.
enum ShownField {
    static func value(_ field: HTTPHeaders.Field) -> String {
        switch field.name.lowercased() {
        case "authorization":
            guard let mark = field.value.firstRange(of: "Signature=") else { return "***" }
            return field.value[..<mark.upperBound] + "***"
        case "x-amz-security-token": return "***"
        default: return field.value
        }
    }
}
