/// The members of AWS's shapes that are secrets in themselves.
///
/// The models' own trait is too wide for that: it also marks what a person must be able to read and compare, such as a
/// distribution's comment, and it is missing where a secret is only half of a credential.
public enum SecretMembers {
    /// Their names, which mean the same in every service.
    public static let names: Set<String> = [
        "SecretAccessKey", "SessionToken", "WebIdentityToken", "SecretString", "SecretBinary", "RandomPassword",
        "Plaintext", "MasterUserPassword", "TdeCredentialPassword", "PreSignedUrl", "PresignedUrl",
        "authorizationToken", "AuthToken", "Password", "Passwords", "SSECustomerKey", "CopySourceSSECustomerKey",
        "RotationToken",
    ]
}
