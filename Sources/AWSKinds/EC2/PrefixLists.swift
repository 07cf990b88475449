import CloudCalls
import Providers
import Values

/// AWS's own lists of address ranges, whose ids differ by region (VPC user guide, "AWS-managed prefix lists").
enum PrefixLists {
    /// The names of the lists that some rules use, by id; no call when there are none.
    static func names(
        _ rules: [Value], _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [String: String] {
        guard rules.contains(where: { $0["PrefixListId"] != nil }) else { return [:] }
        var names: [String: String] = [:]
        for list in try await all([:], region, cloud) {
            names[list.text("PrefixListId") ?? ""] = list.text("PrefixListName")
        }
        return names
    }

    static func id(of name: String, _ region: String, _ cloud: CloudAccess) async throws(AWSError) -> String {
        let filter: Value = ["Filters": [["Name": "prefix-list-name", "Values": [.string(name)]]]]
        guard let id = try await all(filter, region, cloud).first?.text("PrefixListId") else {
            throw AWSError("InvalidPrefixListID.NotFound", "AWS has no prefix list \(name) in \(region).")
        }
        return id
    }

    private static func all(_ input: Value, _ region: String, _ cloud: CloudAccess) async throws(AWSError) -> [Value] {
        try await cloud.pages("ec2", "DescribeManagedPrefixLists", region, input, items: "PrefixLists")
    }
}
