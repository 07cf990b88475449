import CloudCalls
import Values

/// What FakeAWS answers for `cloudfront`: distributions and their policies, each with its ETag.
enum CloudFront {
    static let definition = ServiceDefinition(
        service: "cloudfront",
        operations: [
            "CreateDistribution": Distributions.create, "CreateDistributionWithTags": Distributions.createWithTags,
            "GetDistribution": Distributions.get, "GetDistributionConfig": Distributions.getConfig,
            "ListDistributions": Distributions.list, "UpdateDistribution": Distributions.update,
            "DeleteDistribution": Distributions.delete, "ListTagsForResource": Distributions.listTags,
            "TagResource": Distributions.tag, "UntagResource": Distributions.untag,
        ].merging(CloudFrontPolicies.cache.operations) { first, _ in first }
            .merging(CloudFrontPolicies.originRequest.operations) { first, _ in first },
        events: [
            "cloudfront.deployed": { cloud, event in
                cloud.update(event.key) {
                    if $0.hidden["ETag"] == event.argument["ETag"] { $0.status = "Deployed" }
                }
            }
        ])

    static func checkTag(_ call: Call, _ object: CloudObject) throws(AWSError) {
        guard let given = call.input.text("IfMatch") else {
            throw AWSError("InvalidIfMatchVersion", "The If-Match version is missing or not valid for the resource.")
        }
        guard object.hidden.text("ETag") == given else {
            throw AWSError(
                "PreconditionFailed",
                "The request failed because it didn't meet the preconditions in one or more request-header fields.")
        }
    }

    /// A page of a list as CloudFront wraps it.
    static func page(_ all: [Value], _ call: Call, hasMarker: Bool) -> Value {
        let marker = call.input.text("Marker") ?? ""
        let size = max(1, min(100, call.input.text("MaxItems").flatMap { Int($0) } ?? 100))
        let start = min(Int(marker) ?? 0, all.count)
        let end = min(all.count, start + size)
        var list: Value = ["MaxItems": .int(size), "Quantity": .int(end - start)]
        if end > start { list["Items"] = .list(Array(all[start..<end])) }
        if end < all.count { list["NextMarker"] = .string(String(end)) }
        if hasMarker {
            list["Marker"] = .string(marker)
            list["IsTruncated"] = .bool(end < all.count)
        }
        return list
    }

    /// Every `Quantity` must count its `Items`.
    static func checkQuantities(_ value: Value) throws(AWSError) {
        switch value {
        case .object(let members):
            if let quantity = value.number("Quantity"), quantity != value["Items"]?.elements.count ?? 0 {
                throw AWSError("InconsistentQuantities", "The value of Quantity and the size of Items don't match.")
            }
            for pair in members { try checkQuantities(pair.value) }
        case .list(let elements): for element in elements { try checkQuantities(element) }
        default: break
        }
    }
}
