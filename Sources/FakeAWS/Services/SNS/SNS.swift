import CloudCalls
import Values

/// What FakeAWS answers for `sns`: topics, which CreateTopic makes idempotently by name, and their subscriptions.
///
/// An address that must confirm does so a minute later, as a person at the mailbox would.
enum SNS {
    static let definition = ServiceDefinition(
        service: "sns",
        operations: [
            "CreateTopic": create, "ListTopics": list, "GetTopicAttributes": attributes,
            "SetTopicAttributes": setAttributes, "DeleteTopic": delete, "ListTagsForResource": listTags,
            "TagResource": tag, "UntagResource": untag, "Subscribe": subscribe, "Unsubscribe": unsubscribe,
            "ListSubscriptions": listSubscriptions, "ListSubscriptionsByTopic": listByTopic,
        ],
        events: ["sns.confirmed": { cloud, event in cloud.update(event.key) { $0.status = "Confirmed" } }])

    private static let topicType = "AWS::SNS::Topic"
    private static let subscriptionType = "AWS::SNS::Subscription"

    private static func topic(
        _ call: Call, _ cloud: Cloud, member: String = "TopicArn", code: String = "NotFound"
    ) throws(AWSError) -> CloudObject {
        let arn = try call.required(member)
        guard let topic = cloud.object(topicType, call.region, arn) else {
            throw AWSError(code, "Topic does not exist")
        }
        return topic
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("Name")
        guard name.count <= 256, name.utf8.allSatisfy(isNameByte) else {
            throw AWSError("InvalidParameter", "Invalid parameter: Topic Name")
        }
        let arn = "arn:aws:sns:\(call.region):\(cloud.account):\(name)"
        let tags = Call.tags(call.input["Tags"])
        let given = call.input["Attributes"] ?? [:]
        if let known = cloud.object(topicType, call.region, arn) {
            guard tags.isEmpty || known.tags == tags else {
                throw AWSError(
                    "InvalidParameter", "Invalid parameter: Tags Reason: Topic already exists with different tags")
            }
            for pair in given.members where known.attributes[pair.name] != pair.value {
                throw AWSError(
                    "InvalidParameter",
                    "Invalid parameter: Attributes Reason: Topic already exists with different attributes")
            }
            return ["TopicArn": .string(arn)]
        }
        cloud.insert(
            CloudObject(
                CloudObject.Key(topicType, call.region, arn),
                attributes: given.merging([
                    "TopicArn": .string(arn), "Owner": .string(cloud.account),
                    "DisplayName": given["DisplayName"] ?? "",
                ]), tags: tags, createdAt: call.now))
        return ["TopicArn": .string(arn)]
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        call.page(cloud.all(topicType, call.region).map { ["TopicArn": .string($0.id)] }, items: "Topics")
    }

    @Sendable private static func attributes(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let topic = try topic(call, cloud)
        let all = cloud.all(subscriptionType, call.region).filter { $0.attributes.text("TopicArn") == topic.id }
        let confirmed = all.filter { $0.status == "Confirmed" }.count
        return [
            "Attributes": topic.attributes.merging([
                "SubscriptionsConfirmed": .string(String(confirmed)),
                "SubscriptionsPending": .string(String(all.count - confirmed)),
            ])
        ]
    }

    @Sendable private static func setAttributes(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let topic = try topic(call, cloud)
        let name = try call.required("AttributeName")
        let value = call.input.text("AttributeValue") ?? ""
        cloud.update(topic.key) { $0.attributes[name] = value.isEmpty ? nil : .string(value) }
        return [:]
    }

    /// Deleting a topic that isn't there is no error, and takes its subscriptions along.
    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let arn = try call.required("TopicArn")
        cloud.remove(CloudObject.Key(topicType, call.region, arn))
        for subscription in cloud.allEvenHidden(subscriptionType, call.region)
        where subscription.attributes.text("TopicArn") == arn {
            cloud.remove(subscription.key)
        }
        return [:]
    }

    // MARK: Tags

    @Sendable private static func listTags(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["Tags": try topic(call, cloud, member: "ResourceArn", code: "ResourceNotFound").tagList]
    }

    @Sendable private static func tag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let topic = try topic(call, cloud, member: "ResourceArn", code: "ResourceNotFound")
        cloud.update(topic.key) { $0.tags.merge(Call.tags(call.input["Tags"])) { $1 } }
        return [:]
    }

    @Sendable private static func untag(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let topic = try topic(call, cloud, member: "ResourceArn", code: "ResourceNotFound")
        cloud.update(topic.key) { for key in call.input["TagKeys"]?.texts ?? [] { $0.tags[key] = nil } }
        return [:]
    }

    // MARK: Subscriptions

    @Sendable private static func subscribe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let topic = try topic(call, cloud)
        let transport = try call.required("Protocol")
        let endpoint = try call.required("Endpoint")
        guard ["email", "email-json", "https", "http", "sqs", "lambda", "sms"].contains(transport) else {
            throw AWSError("InvalidParameter", "Invalid parameter: Does not support this protocol string: \(transport)")
        }
        if transport == "email", !endpoint.contains("@") {
            throw AWSError("InvalidParameter", "Invalid parameter: Email address")
        }
        let known = cloud.allEvenHidden(subscriptionType, call.region).first {
            $0.attributes.text("TopicArn") == topic.id && $0.attributes.text("Protocol") == transport
                && $0.attributes.text("Endpoint") == endpoint
        }
        let needsConfirmation = transport.hasPrefix("email") || transport.hasPrefix("http")
        var arn = known?.id ?? ""
        if known == nil {
            arn = topic.id + ":" + cloud.freshID("", digits: 32)
            let subscription = CloudObject(
                CloudObject.Key(subscriptionType, call.region, arn),
                status: needsConfirmation ? "PendingConfirmation" : "Confirmed",
                attributes: [
                    "TopicArn": .string(topic.id), "Protocol": .string(transport), "Endpoint": .string(endpoint),
                    "Owner": .string(cloud.account),
                ], createdAt: call.now)
            cloud.insert(subscription)
            if needsConfirmation { cloud.schedule("sns.confirmed", after: .minutes(1), on: subscription.key) }
        }
        let isOpen = needsConfirmation && known?.status != "Confirmed"
        let hidesArn = isOpen && call.input["ReturnSubscriptionArn"]?.flag != true
        return ["SubscriptionArn": .string(hidesArn ? "pending confirmation" : arn)]
    }

    @Sendable private static func unsubscribe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let arn = try call.required("SubscriptionArn")
        guard arn.hasPrefix("arn:") else {
            throw AWSError(
                "InvalidParameter", "Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements")
        }
        cloud.remove(CloudObject.Key(subscriptionType, call.region, arn))
        return [:]
    }

    private static func shown(_ subscription: CloudObject) -> Value {
        subscription.attributes.merging([
            "SubscriptionArn": .string(subscription.status == "Confirmed" ? subscription.id : "PendingConfirmation")
        ])
    }

    @Sendable private static func listSubscriptions(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        call.page(cloud.all(subscriptionType, call.region).map(shown), items: "Subscriptions")
    }

    @Sendable private static func listByTopic(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let topic = try topic(call, cloud)
        let all = cloud.all(subscriptionType, call.region).filter { $0.attributes.text("TopicArn") == topic.id }
        return call.page(all.map(shown), items: "Subscriptions")
    }
}
