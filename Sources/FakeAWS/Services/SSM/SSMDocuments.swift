import CloudCalls
import Digests
import Values

/// Systems Manager documents: versions of a text under a name (`ssm`, API reference).
enum SSMDocuments {
    static let type = "AWS::SSM::Document"

    static let operations: [String: ServiceDefinition.Handler] = [
        "CreateDocument": create, "GetDocument": get, "DescribeDocument": describe, "ListDocuments": list,
        "UpdateDocument": update, "UpdateDocumentDefaultVersion": setDefault, "DeleteDocument": delete,
    ]

    private static func find(_ call: Call, _ cloud: Cloud) throws(AWSError) -> CloudObject {
        let name = try call.required("Name")
        guard let document = cloud.object(type, call.region, name) else {
            throw AWSError("InvalidDocument", "Document with name \(name) does not exist.")
        }
        return document
    }

    private static func content(_ call: Call) throws(AWSError) -> String {
        let content = try call.required("Content")
        guard content.contains("\"schemaVersion\"") || content.contains("schemaVersion:") else {
            throw AWSError("InvalidDocumentContent", "The document has no schemaVersion.")
        }
        return content
    }

    @Sendable private static func create(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let name = try call.required("Name")
        let content = try content(call)
        guard cloud.object(type, call.region, name) == nil else {
            throw AWSError("DocumentAlreadyExists", "Document with same name \(name) already exists")
        }
        let document = CloudObject(
            CloudObject.Key(type, call.region, name),
            attributes: [
                "Name": .string(name), "Owner": .string(cloud.account), "Status": "Active",
                "CreatedDate": .string(call.now.timestamp), "DocumentType": call.input["DocumentType"] ?? "Command",
                "DocumentFormat": call.input["DocumentFormat"] ?? "JSON", "LatestVersion": "1",
                "DefaultVersion": "1", "Hash": .string(SHA256Digest.hex(content)), "HashType": "Sha256",
            ], hidden: ["1": .string(content)], tags: Call.tags(call.input["Tags"]), createdAt: call.now)
        cloud.insert(document)
        return ["DocumentDescription": described(document)]
    }

    private static func described(_ document: CloudObject) -> Value {
        document.attributes.merging([
            "DocumentVersion": document.attributes["LatestVersion"] ?? "1", "Tags": document.tagList,
        ])
    }

    @Sendable private static func describe(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        ["Document": described(try find(call, cloud))]
    }

    @Sendable private static func get(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let document = try find(call, cloud)
        var version = call.input.text("DocumentVersion") ?? "$DEFAULT"
        if version == "$DEFAULT" { version = document.attributes.text("DefaultVersion") ?? "1" }
        if version == "$LATEST" { version = document.attributes.text("LatestVersion") ?? "1" }
        guard let content = document.hidden[version] else {
            throw AWSError("InvalidDocumentVersion", "The document version \(version) is not valid.")
        }
        var output: Value = ["DocumentVersion": .string(version), "Content": content]
        for name in ["Name", "Status", "CreatedDate", "DocumentType", "DocumentFormat"] {
            output[name] = document.attributes[name]
        }
        return output
    }

    @Sendable private static func list(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let documents = cloud.all(type, call.region).filter { document in
            (call.input["Filters"]?.elements ?? []).allSatisfy { filter in
                let key = filter.text("Key") ?? ""
                let values = filter["Values"]?.texts ?? []
                if key.hasPrefix("tag:") { return values.contains(document.tags[String(key.dropFirst(4))] ?? "\0") }
                switch key {
                case "Name": return values.contains { document.id.hasPrefix($0) }
                case "Owner": return values.contains("Self") || values.contains("All")
                case "DocumentType": return values.contains(document.attributes.text("DocumentType") ?? "")
                default: return false
                }
            }
        }
        let shown = documents.map { document -> Value in
            var value: Value = [
                "Tags": document.tagList, "DocumentVersion": document.attributes["DefaultVersion"] ?? "",
            ]
            for name in ["Name", "Owner", "CreatedDate", "DocumentType", "DocumentFormat"] {
                value[name] = document.attributes[name]
            }
            return value
        }
        return call.page(shown, items: "DocumentIdentifiers", limit: 50)
    }

    @Sendable private static func update(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let document = try find(call, cloud)
        let content = try content(call)
        let latest = document.attributes.text("LatestVersion") ?? "1"
        guard let base = call.input.text("DocumentVersion"), base == "$LATEST" || base == latest else {
            throw AWSError("InvalidDocumentVersion", "Only the latest version can be updated; it is \(latest).")
        }
        let hash = Value.string(SHA256Digest.hex(content))
        guard document.attributes["Hash"] != hash else {
            throw AWSError("DuplicateDocumentContent", "The content of the association document matches another one.")
        }
        let next = String((Int(latest) ?? 1) + 1)
        cloud.update(document.key) {
            $0.attributes["LatestVersion"] = .string(next)
            $0.attributes["Hash"] = hash
            $0.hidden[next] = .string(content)
        }
        return ["DocumentDescription": described(try find(call, cloud))]
    }

    @Sendable private static func setDefault(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let document = try find(call, cloud)
        let version = try call.required("DocumentVersion")
        guard document.hidden[version] != nil else {
            throw AWSError("InvalidDocumentVersion", "The document version \(version) is not valid.")
        }
        cloud.update(document.key) { $0.attributes["DefaultVersion"] = .string(version) }
        return ["Description": ["Name": .string(document.id), "DefaultVersion": .string(version)]]
    }

    @Sendable private static func delete(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        cloud.remove(try find(call, cloud).key)
        return [:]
    }
}
