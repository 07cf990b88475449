import CloudCalls
import Providers
import Resources
import Values

/// A budget of the account with the addresses that it warns.
struct Budget: KindDriver {
    private static let members = ["BudgetName", "BudgetLimit", "TimeUnit", "BudgetType"]
    private static let notificationMembers = [
        "NotificationType", "ComparisonOperator", "Threshold", "ThresholdType",
    ]

    let schema = KindSchema(
        kind: "AWS::Budgets::Budget", service: "budgets", identity: .name(property: "BudgetName", limit: 100),
        rules: [
            PropertyRule("BudgetName", .replaces), PropertyRule("BudgetType", .replaces),
            PropertyRule("Notifications", .unordered),
        ], durations: .instant)
    let calls = KindCalls(
        reads: [
            "DescribeBudgets", "ListTagsForResource", "DescribeNotificationsForBudget",
            "DescribeSubscribersForNotification",
        ],
        changes: [
            "CreateBudget", "UpdateBudget", "DeleteNotification", "CreateNotification", "TagResource", "UntagResource",
        ],
        deletes: ["DeleteBudget"])

    /// AWS writes whole amounts with a decimal, and thresholds as floating point.
    func normalized(_ properties: Value) -> Value {
        var properties = properties
        if let amount = properties["BudgetLimit"]?["Amount"] {
            properties["BudgetLimit"]?["Amount"] = Self.amount(amount)
        }
        if case .list(let notifications)? = properties["Notifications"] {
            properties["Notifications"] = .list(notifications.map(Self.notification))
        } else {
            properties["Notifications"] = []
        }
        return properties
    }

    private static func amount(_ value: Value) -> Value {
        switch value {
        case .int(let number): return .string(String(number))
        case .double(let number): return amount(.string(String(number)))
        case .string(let text) where text.contains("."):
            let trimmed = String(text.reversed().drop { $0 == "0" }.reversed())
            return .string(trimmed.hasSuffix(".") ? String(trimmed.dropLast()) : trimmed)
        default: return value
        }
    }

    private static func notification(_ value: Value) -> Value {
        var value = value
        if case .int(let threshold)? = value["Threshold"] { value["Threshold"] = .double(Double(threshold)) }
        return value
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        let account: Value = ["AccountId": .string(cloud.account)]
        let all = try await cloud.pages("budgets", "DescribeBudgets", scope.region, account, items: "Budgets")
        var found: [Found] = []
        for budget in all {
            let name = budget.text("BudgetName") ?? ""
            switch scope {
            case .platform(let platform, _): if !name.hasPrefix(platform) { continue }
            case .one(let target):
                if name != target.properties.text("BudgetName") ?? target.physicalID { continue }
            }
            let tags = try await cloud.read(
                "budgets", "ListTagsForResource", scope.region, Self.arn(name, cloud))["ResourceTags"]
            var properties = EC2Kind.members(Self.members, of: budget)
            properties["Notifications"] = .list(
                try await notifications(account.merging(["BudgetName": .string(name)]), scope.region, cloud))
            found.append(
                Found(
                    physicalID: name, status: .ready, properties: normalized(properties), attributes: [:],
                    tags: IdentityTags.parse(tags)))
        }
        return found
    }

    private static func arn(_ name: String, _ cloud: CloudAccess) -> Value {
        ["ResourceARN": .string("arn:aws:budgets::\(cloud.account):budget/\(name)")]
    }

    /// One entry an address, as the properties have them.
    private func notifications(
        _ id: Value, _ region: String, _ cloud: CloudAccess
    ) async throws(AWSError) -> [Value] {
        let all = try await cloud.pages("budgets", "DescribeNotificationsForBudget", region, id, items: "Notifications")
        var entries: [Value] = []
        for listed in all {
            let notification = EC2Kind.members(Self.notificationMembers, of: listed)
            let subscribers = try await cloud.pages(
                "budgets", "DescribeSubscribersForNotification", region,
                id.merging(["Notification": notification]), items: "Subscribers")
            for subscriber in subscribers {
                entries.append(notification.merging(["Address": subscriber["Address"] ?? .null]))
            }
        }
        return entries
    }

    /// AWS wants one notification with all its addresses.
    private func grouped(_ entries: Value?) -> [Value] {
        var notifications: [Value] = []
        var subscribers: [Value: [Value]] = [:]
        for entry in entries?.elements ?? [] {
            let notification = EC2Kind.members(Self.notificationMembers, of: entry)
            if subscribers[notification] == nil { notifications.append(notification) }
            let address = entry["Address"] ?? .null
            let kind: Value = address.text?.hasPrefix("arn:") == true ? "SNS" : "EMAIL"
            subscribers[notification, default: []].append(["SubscriptionType": kind, "Address": address])
        }
        return notifications.map { ["Notification": $0, "Subscribers": .list(subscribers[$0] ?? [])] }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "budgets", "CreateBudget", target.region,
            [
                "AccountId": .string(cloud.account), "Budget": EC2Kind.members(Self.members, of: target.properties),
                "NotificationsWithSubscribers": .list(grouped(target.properties["Notifications"])),
                "ResourceTags": IdentityTags.list(for: target),
            ])
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let account: Value = ["AccountId": .string(cloud.account)]
        if differences.contains("BudgetLimit") || differences.contains("TimeUnit") {
            try await cloud.call(
                "budgets", "UpdateBudget", target.region,
                account.merging(["NewBudget": EC2Kind.members(Self.members, of: target.properties)]))
        }
        if differences.contains("Notifications") {
            let id = account.merging(["BudgetName": .string(found.physicalID)])
            let wanted = grouped(target.properties["Notifications"])
            let actual = grouped(found.properties["Notifications"])
            for entry in actual where !wanted.contains(entry) {
                try await cloud.call(
                    "budgets", "DeleteNotification", target.region,
                    id.merging(["Notification": entry["Notification"] ?? .null]))
            }
            for entry in wanted where !actual.contains(entry) {
                try await cloud.call("budgets", "CreateNotification", target.region, id.merging(entry))
            }
        }
        if differences.contains("Tags") {
            try await TagUpdates.update(
                target, found, cloud, service: "budgets", tag: "TagResource", untag: "UntagResource",
                id: Self.arn(found.physicalID, cloud), tagsMember: "ResourceTags", keysMember: "ResourceTagKeys")
        }
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "budgets", "DeleteBudget", target.region,
            ["AccountId": .string(cloud.account), "BudgetName": .string(found.physicalID)])
    }
}
