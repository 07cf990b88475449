import CloudCalls
import Providers
import Resources
import Values

/// Who gets a topic's messages. An address that has not confirmed yet shows no identifier of its own.
struct Subscription: KindDriver {
    private static let unconfirmed = "PendingConfirmation"

    let schema = KindSchema(
        kind: "AWS::SNS::Subscription", service: "sns", identity: .naturalKey,
        rules: ["TopicArn", "Protocol", "Endpoint"].map { PropertyRule($0, .replaces) }, durations: .instant)
    let calls = KindCalls(
        reads: ["ListSubscriptions", "ListSubscriptionsByTopic"],
        changes: ["Subscribe"],
        deletes: ["Subscribe", "Unsubscribe"])

    func naturalKey(of properties: Value) -> String? {
        guard let topic = properties.text("TopicArn"), let transport = properties.text("Protocol"),
            let endpoint = properties.text("Endpoint")
        else { return nil }
        return "\(topic)|\(transport)|\(endpoint)"
    }

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var operation = "ListSubscriptions"
        var input: Value = [:]
        if case .one(let target) = scope, let topic = target.properties["TopicArn"] {
            operation = "ListSubscriptionsByTopic"
            input = ["TopicArn": topic]
        }
        let all = try await cloud.pages("sns", operation, scope.region, input, items: "Subscriptions")
        return all.map { subscription in
            let properties = EC2Kind.members(["TopicArn", "Protocol", "Endpoint"], of: subscription)
            return Found(
                physicalID: subscription.text("SubscriptionArn") ?? "", status: .ready, properties: properties,
                attributes: EC2Kind.members(["SubscriptionArn"], of: subscription),
                naturalKey: naturalKey(of: properties) ?? "")
        }
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        try await cloud.call(
            "sns", "Subscribe", target.region,
            EC2Kind.members(["TopicArn", "Protocol", "Endpoint"], of: target.properties).merging([
                "ReturnSubscriptionArn": true
            ]))
    }

    /// All that could differ replaces it.
    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {}

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        // Subscribing again gives the identifier of the subscription that is there, confirmed or not.
        var arn = Value.string(found.physicalID)
        if found.physicalID == Self.unconfirmed {
            let output = try await cloud.call(
                "sns", "Subscribe", target.region, found.properties.merging(["ReturnSubscriptionArn": true]))
            arn = output["SubscriptionArn"] ?? arn
        }
        try await cloud.call("sns", "Unsubscribe", target.region, ["SubscriptionArn": arn])
    }
}
