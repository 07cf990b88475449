/// The flat JSON objects of strings that Secrets Manager holds for us.
enum SecretText {
    /// The string value of a key in `{"key":"value",...}` without escapes; nil when it isn't there.
    ///
    /// Our secrets are made of letters and digits only, so that this stays exact.
    static func value(of key: String, in json: String) -> String? {
        let parts = json.split(separator: "\"", omittingEmptySubsequences: false)
        var index = 1
        while index + 2 < parts.count {
            if parts[index] == key, parts[index + 1].allSatisfy({ $0 == ":" || $0 == " " }) {
                return String(parts[index + 2])
            }
            index += 2
        }
        return nil
    }
}
