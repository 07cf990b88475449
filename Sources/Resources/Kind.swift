/// A kind of resource by its CloudFormation type name, for example `AWS::EC2::VPC`;
/// objects inside a cluster are `Kubernetes::Deployment` and so on.
public struct Kind: Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    public let name: String

    public init(_ name: String) { self.name = name }
    public init(stringLiteral value: String) { name = value }
    public var description: String { name }

    public static func < (left: Kind, right: Kind) -> Bool { left.name < right.name }
}
