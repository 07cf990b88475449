/// A secret's name in Secrets Manager and the key inside its JSON text; never the secret itself.
public struct SecretReference: Hashable, Sendable {
    public let name: String
    public let key: String
    public let region: String

    public init(name: String, key: String, region: String) {
        self.name = name
        self.key = key
        self.region = region
    }
}
