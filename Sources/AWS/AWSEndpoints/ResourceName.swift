import Values

/// An ARN taken apart (IAM user guide, "Amazon Resource Names").
enum ResourceName {
    /// `partition`, `service`, `region`, `accountId` and `resourceId`, the last as a list; nil for what is no ARN.
    static func parse(_ text: String) -> Value? {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", !parts[1].isEmpty, !parts[2].isEmpty, !parts[5].isEmpty else {
            return nil
        }
        let resource = parts[5].split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "/" }
        return [
            "partition": .string(String(parts[1])), "service": .string(String(parts[2])),
            "region": .string(String(parts[3])), "accountId": .string(String(parts[4])),
            "resourceId": .strings(resource.map(String.init)),
        ]
    }
}
