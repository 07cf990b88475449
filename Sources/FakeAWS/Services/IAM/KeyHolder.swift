public import Values

/// The user whose access key it is, and what the policies inside of and attached to the user say.
public struct KeyHolder: Sendable {
    public enum Decision: Sendable { case allowed, implicitlyDenied, explicitlyDenied }

    public let arn: String
    public let userID: String
    public let name: String
    public let secret: Sensitive
    private let policies: [PolicyText]

    init?(key: CloudObject, user: CloudObject, _ cloud: Cloud) {
        guard key.attributes.text("Status") == "Active" else { return nil }
        arn = user.attributes.text("Arn") ?? ""
        userID = user.attributes.text("UserId") ?? ""
        name = user.attributes.text("UserName") ?? ""
        secret = Users.secret(of: key.id)
        policies = PolicySimulation.documents(of: user, cloud).compactMap(PolicyText.init)
    }

    /// - Parameter context: the values of condition keys, by their names in lower case.
    public func decision(on action: String, _ resource: String, _ context: [String: [String]]) -> Decision {
        let words = policies.compactMap { $0.word(on: action, resource, context) }
        if words.contains(where: { $0 == .deny }) { return .explicitlyDenied }
        return words.isEmpty ? .implicitlyDenied : .allowed
    }
}

extension Cloud {
    /// Who has an access key; nil when nobody has, or it is inactive.
    public func keyHolder(_ accessKeyID: String) -> KeyHolder? {
        guard let key = object(Users.keyType, "global", accessKeyID),
            let user = object(Users.type, "global", (key.attributes.text("UserName") ?? "").lowercased())
        else { return nil }
        return KeyHolder(key: key, user: user, self)
    }
}
