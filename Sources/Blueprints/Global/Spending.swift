import Resources
import Specs
import Values

/// The account's budget for the platform, told of before it is spent.
enum Spending {
    static func resources(_ spec: Spec) -> [Resource] {
        guard let limit = spec.monthlyBudget else { return [] }
        var properties: Value = [
            "BudgetName": .string("\(spec.name)-monthly"), "BudgetType": "COST", "TimeUnit": "MONTHLY",
            "BudgetLimit": ["Amount": .string(String(limit)), "Unit": "USD"],
        ]
        if let email = spec.alertEmail {
            properties["Notifications"] = .list(
                [("FORECASTED", 100), ("ACTUAL", 80)].map { type, threshold in
                    [
                        "NotificationType": .string(type), "ComparisonOperator": "GREATER_THAN",
                        "Threshold": .int(threshold), "ThresholdType": "PERCENTAGE",
                        "Address": .string(email),
                    ]
                })
        }
        return [
            Resource(
                address: "global/spending/budget", kind: "AWS::Budgets::Budget", region: "us-east-1",
                properties: properties, tags: spec.tags, phase: 0)
        ]
    }
}
