import CloudCalls
import Values

/// What policies say of actions: SimulateCustomPolicy of given ones, SimulatePrincipalPolicy of a user's or role's.
///
/// A Deny counts before every Allow, and what nobody allows is denied. AWS's own policies are not known here but for
/// AdministratorAccess. Source: IAM API reference; IAM user guide, "Policy evaluation logic".
enum PolicySimulation {
    static let operations: [String: ServiceDefinition.Handler] = [
        "SimulateCustomPolicy": custom, "SimulatePrincipalPolicy": principal,
    ]

    @Sendable private static func custom(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        try results(of: call.input["PolicyInputList"]?.texts ?? [], call)
    }

    @Sendable private static func principal(_ cloud: inout Cloud, _ call: Call) throws(AWSError) -> Value {
        let arn = try call.required("PolicySourceArn")
        // The account's own user may do everything, and has no policies to look at.
        guard arn != "arn:aws:iam::\(cloud.account):root" else {
            throw AWSError("InvalidInput", "The root user can't be simulated.")
        }
        let holders = cloud.all(Users.type, "global") + cloud.all(IAM.roleType, "global")
        guard let holder = holders.first(where: { $0.attributes.text("Arn") == arn }) else {
            throw AWSError("NoSuchEntity", "The entity \(arn) cannot be found.")
        }
        return try results(of: documents(of: holder, cloud) + (call.input["PolicyInputList"]?.texts ?? []), call)
    }

    /// The policies inside of and attached to a user or role.
    static func documents(of holder: CloudObject, _ cloud: Cloud) -> [String] {
        let inside = holder.hidden["inline"]?.members.compactMap { $0.value.text } ?? []
        let attached = (holder.hidden["attached"]?.texts ?? []).compactMap { arn in
            arn == "arn:aws:iam::aws:policy/AdministratorAccess"
                ? #"{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#
                : ManagedPolicies.document(arn, cloud)
        }
        return inside + attached
    }

    private static func results(of documents: [String], _ call: Call) throws(AWSError) -> Value {
        var policies: [PolicyText] = []
        for document in documents {
            guard let policy = PolicyText(document) else {
                throw AWSError("InvalidInput", "Syntax errors in policy.")
            }
            policies.append(policy)
        }
        var context: [String: [String]] = [:]
        for entry in call.input["ContextEntries"]?.elements ?? [] {
            context[(entry.text("ContextKeyName") ?? "").lowercased()] = entry["ContextKeyValues"]?.texts ?? []
        }
        let resources = call.input["ResourceArns"]?.texts ?? ["*"]
        let answers = (call.input["ActionNames"]?.texts ?? []).flatMap { action in
            resources.map { resource -> Value in
                let words = policies.compactMap { $0.word(on: action, resource, context) }
                let decision =
                    words.contains { $0 == .deny } ? "explicitDeny" : words.isEmpty ? "implicitDeny" : "allowed"
                return [
                    "EvalActionName": .string(action), "EvalResourceName": .string(resource),
                    "EvalDecision": .string(decision), "MatchedStatements": [], "MissingContextValues": [],
                ]
            }
        }
        return ["EvaluationResults": .list(answers), "IsTruncated": false]
    }
}
