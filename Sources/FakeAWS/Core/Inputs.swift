public import CloudCalls
public import Values

extension Call {
    /// A required string of the input.
    public func required(_ name: String) throws(AWSError) -> String {
        guard let text = input.text(name), !text.isEmpty else {
            throw CommonErrors.missing(name, service)
        }
        return text
    }

    /// The tags of `TagSpecifications` for a resource type (EC2).
    public func tags(for type: String) -> [String: String] {
        var tags: [String: String] = [:]
        for specification in input["TagSpecifications"]?.elements ?? []
        where specification.text("ResourceType") == type {
            tags.merge(Self.tags(specification["Tags"])) { $1 }
        }
        return tags
    }

    /// A list of `{"Key", "Value"}` (or `{"key", "value"}`) as a dictionary.
    public static func tags(_ list: Value?) -> [String: String] {
        var tags: [String: String] = [:]
        for tag in list?.elements ?? [] {
            if let key = tag.text("Key") ?? tag.text("key") { tags[key] = tag.text("Value") ?? tag.text("value") ?? "" }
        }
        return tags
    }

    /// Whether an object passes EC2-style `Filters`: `tag:KEY`, `tag-key`, and those that `fields` gives values for.
    ///
    /// - Throws: `InvalidParameterValue` for a filter that `fields` doesn't know (it answers nil).
    public func matches(
        _ object: CloudObject, filters name: String = "Filters", fields: (String) -> [String]?
    ) throws(AWSError) -> Bool {
        for filter in input[name]?.elements ?? [] {
            let field = filter.text("Name") ?? ""
            let wanted = filter["Values"]?.texts ?? []
            let actual: [String]
            if field.hasPrefix("tag:") {
                actual = object.tags[String(field.dropFirst(4))].map { [$0] } ?? []
            } else if field == "tag-key" {
                actual = Array(object.tags.keys)
            } else if let values = fields(field) {
                actual = values
            } else {
                throw AWSError("InvalidParameterValue", "The filter '\(field)' is invalid.")
            }
            guard actual.contains(where: wanted.contains) else { return false }
        }
        return true
    }

    /// One page of a list: at most `input[sizeName]` elements (or `limit`), beginning behind the token, and the next.
    public func page(
        _ all: [Value], items: String, size sizeName: String = "MaxResults", limit: Int = 100,
        marker: String = "NextToken", next: String = "NextToken"
    ) -> Value {
        page(all, items: items, size: sizeName, limit: limit, marker: marker, next: next) { $0 }
    }

    /// The same of things of which only those on the page are shown.
    func page<Thing>(
        _ all: [Thing], items: String, size sizeName: String, limit: Int, marker: String, next: String,
        _ shown: (Thing) -> Value
    ) -> Value {
        let start = min(Int(input.text(marker) ?? "0") ?? 0, all.count)
        let size = min(input.number(sizeName) ?? limit, limit)
        let end = min(all.count, start + max(1, size))
        var output: Value = [:]
        output[items] = .list(all[start..<end].map(shown))
        if end < all.count { output[next] = .string(String(end)) }
        return output
    }
}
