import CloudCalls
import Providers
import Resources
import Values

/// A Systems Manager document; an update makes a version and then makes it the default one.
struct CommandDocument: KindDriver {
    let schema = KindSchema(
        kind: "AWS::SSM::Document", service: "ssm", identity: .name(property: "Name", limit: 128),
        rules: ["Name", "DocumentType", "DocumentFormat"].map { PropertyRule($0, .replaces) }, durations: .instant)
    let calls = KindCalls(
        reads: ["ListDocuments", "GetDocument", "ListTagsForResource"],
        changes: [
            "CreateDocument", "UpdateDocument", "UpdateDocumentDefaultVersion", "AddTagsToResource",
            "RemoveTagsFromResource",
        ],
        deletes: ["DeleteDocument"])

    func list(_ scope: ListScope, _ cloud: CloudAccess) async throws(AWSError) -> [Found] {
        var documents: [Value]
        switch scope {
        case .platform(let platform, let region):
            documents = try await cloud.pages(
                "ssm", "ListDocuments", region,
                [
                    "Filters": [
                        ["Key": .string("tag:\(IdentityTags.platform)"), "Values": [.string(platform)]],
                        ["Key": "Owner", "Values": ["Self"]],
                    ]
                ], items: "DocumentIdentifiers")
        case .one(let target):
            documents = [["Name": target.properties["Name"] ?? .string(target.physicalID)]]
        }
        var found: [Found] = []
        for listed in documents {
            let name = listed["Name"] ?? .null
            let document: Value
            do throws(AWSError) {
                document = try await cloud.read("ssm", "GetDocument", scope.region, ["Name": name])
            } catch {
                guard error.code == "InvalidDocument" else { throw error }
                continue
            }
            var tags = listed["Tags"]
            if tags == nil {
                tags = try await cloud.read(
                    "ssm", "ListTagsForResource", scope.region, ["ResourceType": "Document", "ResourceId": name])[
                        "TagList"]
            }
            var properties = EC2Kind.members(["Name", "DocumentType", "DocumentFormat"], of: document)
            properties["Content"] = PolicyDocument.document(document.text("Content"))
            found.append(
                Found(
                    physicalID: name.text ?? "", status: .ready, properties: properties, attributes: ["Name": name],
                    tags: IdentityTags.parse(tags)))
        }
        return found
    }

    func create(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) {
        var input = EC2Kind.members(["Name", "DocumentType", "DocumentFormat"], of: target.properties)
        input["Content"] = PolicyDocument.text(of: target.properties["Content"])
        input["Tags"] = IdentityTags.list(for: target)
        try await cloud.call("ssm", "CreateDocument", target.region, input)
    }

    func update(
        _ target: Target, _ found: Found, differences: [String], _ cloud: CloudAccess
    ) async throws(AWSError) {
        let name: Value = ["Name": .string(found.physicalID)]
        if differences.contains("Content") { try await updateContent(target, name, cloud) }
        if differences.contains("Tags") {
            try await TagUpdates.update(
                target, found, cloud, service: "ssm", tag: "AddTagsToResource", untag: "RemoveTagsFromResource",
                id: ["ResourceType": "Document", "ResourceId": .string(found.physicalID)])
        }
    }

    private func updateContent(_ target: Target, _ name: Value, _ cloud: CloudAccess) async throws(AWSError) {
        var version: Value?
        do throws(AWSError) {
            let output = try await cloud.call(
                "ssm", "UpdateDocument", target.region,
                name.merging([
                    "Content": PolicyDocument.text(of: target.properties["Content"]), "DocumentVersion": "$LATEST",
                    "DocumentFormat": target.properties["DocumentFormat"] ?? "JSON",
                ]))
            version = output["DocumentDescription"]?["DocumentVersion"]
        } catch {
            // An earlier try made the version and did not get to make it the default.
            guard error.code == "DuplicateDocumentContent" else { throw error }
            let output = try await cloud.read(
                "ssm", "GetDocument", target.region, name.merging(["DocumentVersion": "$LATEST"]))
            version = output["DocumentVersion"]
        }
        try await cloud.call(
            "ssm", "UpdateDocumentDefaultVersion", target.region,
            name.merging(["DocumentVersion": version ?? .null]))
    }

    func delete(_ target: Target, _ found: Found, _ cloud: CloudAccess) async throws(AWSError) {
        do throws(AWSError) {
            try await cloud.call("ssm", "DeleteDocument", target.region, ["Name": .string(found.physicalID)])
        } catch {
            guard error.code == "InvalidDocument" else { throw error }
        }
    }
}
