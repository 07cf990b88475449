import CloudCalls
import Values

/// What FakeAWS answers for `budgets`: budgets of the account, their notifications and who gets them.
enum Budgets {
    static let definition = ServiceDefinition(
        service: "budgets",
        operations: [
            "CreateBudget": create, "DescribeBudgets": list, "DescribeBudget": describe, "UpdateBudget": update,
            "DeleteBudget": delete, "DescribeNotificationsForBudget": notifications,
            "DescribeSubscribersForNotification": subscribers, "CreateNotification": createNotification,
            "DeleteNotification": deleteNotification, "ListTagsForResource": listTags, "TagResource": tag,
            "UntagResource": untag,
        ])

    private static let type = "AWS::Budgets::Budget"

    private static func named(_ name: String, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        guard let budget = cloud.object(type, "global", name) else {
            throw AWSError("NotFoundException", "Unable to get budget: \(name) - the budget doesn't exist.")
        }
        return budget
    }

    private static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        try checkAccount(call, cloud)
        return try named(call.required("BudgetName"), cloud)
    }

    private static func checkAccount(_ call: Call, _ cloud: Cloud) throws(AWSError) {
        guard try call.required("AccountId") == cloud.account else {
            throw AWSError("AccessDeniedException", "Account is not authorized.")
        }
    }

    private static func checked(_ given: Value?) throws(AWSError) -> Value {
        guard var budget = given, let name = budget.text("BudgetName"), !name.isEmpty, !name.contains(":"),
            name.count <= 100
        else { throw AWSError("InvalidParameterException", "BudgetName is not valid.") }
        guard let amount = budget["BudgetLimit"]?.text("Amount"), let number = Double(amount), number > 0 else {
            throw AWSError("InvalidParameterException", "BudgetLimit.Amount must be a positive number.")
        }
        // AWS writes whole amounts with one decimal.
        budget["BudgetLimit"]?["Amount"] = .string(amount.contains(".") ? amount : amount + ".0")
        return budget
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        try checkAccount(call, cloud)
        let budget = try checked(call.input["Budget"])
        let name = budget.text("BudgetName") ?? ""
        guard cloud.object(type, "global", name) == nil else {
            throw AWSError("DuplicateRecordException", "Error creating budget: \(name) - the budget already exists.")
        }
        let notifications = call.input["NotificationsWithSubscribers"]?.elements ?? []
        guard notifications.count <= 5 else {
            throw AWSError("CreationLimitExceededException", "A budget has at most 5 notifications.")
        }
        for notification in notifications { try check(notification) }
        cloud.insert(
            CloudObject(
                CloudObject.Key(type, "global", name),
                attributes: budget.merging([
                    "LastUpdatedTime": .string(call.now.timestamp),
                    "CalculatedSpend": ["ActualSpend": ["Amount": "0.0", "Unit": "USD"]],
                ]), hidden: ["notifications": .list(notifications)], tags: Call.tags(call.input["ResourceTags"]),
                createdAt: call.now))
        return [:]
    }

    private static func check(_ entry: Value) throws(AWSError) {
        guard let notification = entry["Notification"], notification.text("NotificationType") != nil,
            notification.text("ComparisonOperator") != nil, notification["Threshold"] != nil,
            !(entry["Subscribers"]?.elements.isEmpty ?? true)
        else { throw AWSError("InvalidParameterException", "A notification needs its threshold and a subscriber.") }
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        try checkAccount(call, cloud)
        return call.page(cloud.all(type, "global").map(\.attributes), items: "Budgets")
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["Budget": try find(call, cloud).attributes]
    }

    @Sendable private static func update(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        try checkAccount(call, cloud)
        let new = try checked(call.input["NewBudget"])
        let budget = try named(new.text("BudgetName") ?? "", cloud)
        cloud.update(budget.key) { $0.attributes = $0.attributes.merging(new) }
        return [:]
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.remove(try find(call, cloud).key)
        return [:]
    }

    // MARK: Notifications

    private static func entries(_ budget: CloudObject) -> [Value] { budget.hidden["notifications"]?.elements ?? [] }

    private static func isSame(_ entry: Value, _ notification: Value?) -> Bool {
        func key(_ value: Value?) -> [Value?] {
            let threshold: Value? = value?["Threshold"].map { $0.number.map { .double(Double($0)) } ?? $0 }
            return [
                value?["NotificationType"], value?["ComparisonOperator"], threshold,
                value?["ThresholdType"] ?? "PERCENTAGE",
            ]
        }
        return key(entry["Notification"]) == key(notification)
    }

    @Sendable private static func notifications(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let shown = entries(try find(call, cloud)).map { entry -> Value in
            var notification = entry["Notification"] ?? [:]
            notification["NotificationState"] = "OK"
            notification["ThresholdType"] = notification["ThresholdType"] ?? "PERCENTAGE"
            return notification
        }
        return call.page(shown, items: "Notifications")
    }

    @Sendable private static func subscribers(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let budget = try find(call, cloud)
        guard let entry = entries(budget).first(where: { isSame($0, call.input["Notification"]) }) else {
            throw AWSError("NotFoundException", "The notification doesn't exist.")
        }
        return call.page(entry["Subscribers"]?.elements ?? [], items: "Subscribers")
    }

    @Sendable private static func createNotification(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let budget = try find(call, cloud)
        let entry: Value = [
            "Notification": call.input["Notification"] ?? .null, "Subscribers": call.input["Subscribers"] ?? .null,
        ]
        try check(entry)
        let all = entries(budget)
        guard !all.contains(where: { isSame($0, call.input["Notification"]) }) else {
            throw AWSError("DuplicateRecordException", "The notification already exists.")
        }
        guard all.count < 5 else {
            throw AWSError("CreationLimitExceededException", "A budget has at most 5 notifications.")
        }
        cloud.update(budget.key) { $0.hidden["notifications"] = .list(all + [entry]) }
        return [:]
    }

    @Sendable private static func deleteNotification(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let budget = try find(call, cloud)
        let all = entries(budget)
        let rest = all.filter { !isSame($0, call.input["Notification"]) }
        guard rest.count < all.count else { throw AWSError("NotFoundException", "The notification doesn't exist.") }
        cloud.update(budget.key) { $0.hidden["notifications"] = .list(rest) }
        return [:]
    }

    // MARK: Tags

    private static func tagged(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        try named((try call.required("ResourceARN")).components(":budget/").last ?? "", cloud)
    }

    @Sendable private static func listTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["ResourceTags": try tagged(call, cloud).tagList]
    }

    @Sendable private static func tag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.update(try tagged(call, cloud).key) { $0.tags.merge(Call.tags(call.input["ResourceTags"])) { $1 } }
        return [:]
    }

    @Sendable private static func untag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let budget = try tagged(call, cloud)
        cloud.update(budget.key) { for key in call.input["ResourceTagKeys"]?.texts ?? [] { $0.tags[key] = nil } }
        return [:]
    }
}
