import Providers

extension AllKinds {
    static let networkKinds: [any KindDriver] = [VPC()]
}
