/// The processor architecture of an EC2 instance type.
enum Architecture: String {
    case arm64
    case x86 = "x86_64"

    /// Graviton types have a `g` behind the generation's number, for example `m7g` and `c6gn`
    /// (EC2 user guide, "Instance type naming conventions").
    init(instanceType: String) {
        let family = instanceType.prefix { $0 != "." }
        let capabilities = family.drop { !$0.isNumber }.drop { $0.isNumber }
        self = capabilities.hasPrefix("g") ? .arm64 : .x86
    }

    /// The public parameter that names Amazon Linux 2023's newest image (AL2023 user guide, "AL2023 on Amazon EC2").
    var imageParameter: String {
        "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-\(rawValue)"
    }

    /// EKS's name of the nodes' image type (EKS API reference, `Nodegroup.amiType`).
    var nodeImageType: String { self == .arm64 ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD" }
}
