public import Planning
import Resources
public import Values

/// A quota of an account in a region that a platform may meet before AWS says so in the middle of a run.
///
/// Codes: VPC guide, "Amazon VPC quotas"; EC2 guide, "Elastic IP address quota" and "On-Demand Instance quotas".
public enum AccountQuota: String, Sendable, CaseIterable {
    case addresses = "Elastic IPs"
    case networks = "VPCs"
    case gateways = "NAT gateways"
    case processors = "vCPUs"

    /// As the service Service Quotas names service and quota.
    public var name: (service: String, code: String) {
        switch self {
        case .addresses: ("ec2", "L-0263D0A3")
        case .networks: ("vpc", "L-F678F1CE")
        case .gateways: ("vpc", "L-FE5A380F")
        case .processors: ("ec2", "L-1216C47A")
        }
    }

    /// The quota of gateways counts in each zone by itself.
    public var isPerZone: Bool { self == .gateways }

    /// The list operation of EC2 that shows what counts against it, and its output's list.
    public var list: (operation: String, items: String) {
        switch self {
        case .addresses: ("DescribeAddresses", "Addresses")
        case .networks: ("DescribeVpcs", "Vpcs")
        case .gateways: ("DescribeNatGateways", "NatGateways")
        case .processors: ("DescribeInstances", "Reservations")
        }
    }

    /// How much a list holds of it.
    public func used(_ items: [Value]) -> Int {
        switch self {
        case .addresses, .networks: items.count
        case .gateways: items.count { ["pending", "available"].contains($0.text("State") ?? "") }
        case .processors:
            items.flatMap { $0["Instances"]?.elements ?? [] }
                .filter { ["pending", "running"].contains($0["State"]?.text("Name") ?? "") }
                .reduce(0) { $0 + (MachineSize.cores($1.text("InstanceType") ?? "") ?? 0) }
        }
    }

    /// How much of it a plan makes, by region, beside what there is; regions without any are left out.
    public func needed(by plan: Plan) -> [String: Int] {
        var needed: [String: Int] = [:]
        let created = plan.steps.filter { $0.action == .create }
        for step in created {
            let count = amount(step, created)
            if count > 0 { needed[step.region, default: 0] += count }
        }
        return needed
    }

    private func amount(_ step: Step, _ created: [Step]) -> Int {
        switch (self, step.kind) {
        case (.addresses, "AWS::EC2::EIP"), (.networks, "AWS::EC2::VPC"), (.gateways, "AWS::EC2::NatGateway"): 1
        case (.processors, "AWS::EC2::Instance"):
            MachineSize.cores(step.properties.text("InstanceType") ?? "") ?? 0
        case (.processors, "AWS::EKS::Nodegroup"):
            (step.properties["scalingConfig"]?.number("desiredSize") ?? 0)
                * (MachineSize.cores(step.properties["instanceTypes"]?.texts.first ?? "") ?? 0)
        case (.processors, "AWS::AutoScaling::AutoScalingGroup"):
            (step.properties.number("DesiredCapacity") ?? 0)
                * (created.first { $0.kind == "AWS::EC2::LaunchTemplate" && $0.region == step.region }
                    .flatMap { MachineSize.cores($0.properties["LaunchTemplateData"]?.text("InstanceType") ?? "") } ?? 0)
        default: 0
        }
    }
}
