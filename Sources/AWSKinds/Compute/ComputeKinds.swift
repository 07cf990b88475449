import Providers

extension AllKinds {
    static let computeKinds: [any KindDriver] = []
}
