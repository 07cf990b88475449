import Providers

extension AllKinds {
    static let identityKinds: [any KindDriver] = [
        Role(), RolePolicy(), RolePolicyAttachment(), InstanceProfile(), EncryptionKey(), KeyAlias(), Secret(),
    ]
}
