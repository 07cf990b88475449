import AWSModels
import Values
import XMLTrees

/// What a service's messages need beyond its model.
enum ServiceRules {
    static func adjusted(_ input: Value, _ operation: OperationModel) -> Value {
        switch operation.metadata.service {
        case "route53": return withoutPrefixes(input, operation)
        case "rds" where input["PreSignedUrl"] != nil:
            // RDS learns the region from the URL; the member is there for clients that make the URL from it.
            var adjusted = input
            adjusted["SourceRegion"] = nil
            return adjusted
        default: return input
        }
    }

    /// What is wrong with an input beyond its model.
    static func problems(of input: Value, _ operation: OperationModel) -> [ParameterProblem] {
        guard operation.metadata.service == "rds", input["SourceRegion"] != nil, input["PreSignedUrl"] == nil else {
            return []
        }
        return [
            ParameterProblem(path: "SourceRegion", message: "needs a PreSignedUrl, signed for that region, beside it")
        ]
    }

    /// Route 53 answers ids with their path (`/hostedzone/Z1`) and takes them without.
    private static func withoutPrefixes(_ input: Value, _ operation: OperationModel) -> Value {
        guard let structure = operation.structure(operation.input) else { return input }
        var adjusted = input
        for member in structure.members {
            let isID = ["ResourceId", "DelegationSetId", "ChangeId"].contains(operation[member.reference].name)
            guard isID, let text = input.text(member.name), let slash = text.lastIndex(of: "/") else { continue }
            adjusted[member.name] = .string(String(text[text.index(after: slash)...]))
        }
        return adjusted
    }

    /// An output that is not where the model says.
    static func output(_ operation: OperationModel, _ tree: XMLTree) -> Value? {
        // S3's LocationConstraint is the root's own text, and empty for us-east-1 (S3, "GetBucketLocation").
        guard operation.metadata.service == "s3", operation.name == "GetBucketLocation" else { return nil }
        let region = tree.text(tree.root)
        return region.isEmpty ? [:] : ["LocationConstraint": .string(region)]
    }
}
