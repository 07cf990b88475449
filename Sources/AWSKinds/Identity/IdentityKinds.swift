import Providers

extension AllKinds {
    static let identityKinds: [any KindDriver] = []
}
