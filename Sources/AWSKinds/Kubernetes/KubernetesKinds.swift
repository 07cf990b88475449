import Providers

extension AllKinds {
    static let kubernetesKinds: [any KindDriver] = []
}
