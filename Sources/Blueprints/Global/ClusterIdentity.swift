import Resources
import Specs
import Values

/// The IAM roles of phases with clusters: the control planes', the nodes', the services' and the operators'.
enum ClusterIdentity {
    static func resources(_ spec: Spec, phase: Int) -> [Resource] {
        let operators: Value = .string("arn:aws:iam::\(spec.account):root")
        let pods = GlobalIdentity.trust("pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"])
        return role(spec, "cluster", "EKS control planes", GlobalIdentity.trust("eks.amazonaws.com"))
            + role(spec, "node", "Nodes of the clusters", GlobalIdentity.trust("ec2.amazonaws.com"))
            + role(
                spec, "services", "The services' pods",
                pods)
            + role(
                spec, "autoscaler", "What adds and takes away nodes",
                pods)
            // Who may take it on is granted by the account's own policies.
            + role(
                spec, "operators", "People who operate the clusters",
                GlobalIdentity.policy([
                    "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": ["AWS": operators],
                ]))
            + [
                attachment(spec, "cluster-policy", "cluster-role", "AmazonEKSClusterPolicy"),
                attachment(spec, "node-worker", "node-role", "AmazonEKSWorkerNodePolicy"),
                attachment(spec, "node-network", "node-role", "AmazonEKS_CNI_Policy"),
                attachment(spec, "node-images", "node-role", "AmazonEC2ContainerRegistryReadOnly"),
                attachment(spec, "node-ssm", "node-role", "AmazonSSMManagedInstanceCore"),
                GlobalIdentity.make(
                    spec, "services-secret", "AWS::IAM::RolePolicy",
                    [
                        "RoleName": GlobalIdentity.reference("services-role", "RoleName"),
                        "PolicyName": "database-secret",
                        "PolicyDocument": GlobalIdentity.secretAccess(spec),
                    ], since: 2),
                GlobalIdentity.make(
                    spec, "autoscaler-scaling", "AWS::IAM::RolePolicy",
                    [
                        "RoleName": GlobalIdentity.reference("autoscaler-role", "RoleName"),
                        "PolicyName": "scaling", "PolicyDocument": scaling(spec),
                    ], since: 2),
            ]
    }

    /// What the Cluster Autoscaler asks and does; the groups of managed nodes are named `eks-`, the node group's name and a
    /// random end.
    ///
    /// Source: kubernetes/autoscaler, `cluster-autoscaler/cloudprovider/aws/README.md`; Service Authorization Reference, EC2
    /// Auto Scaling.
    private static func scaling(_ spec: Spec) -> Value {
        let group = "arn:aws:autoscaling:*:\(spec.account):autoScalingGroup:*:autoScalingGroupName/eks-\(spec.name)-*"
        let asked = [
            "autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeAutoScalingInstances",
            "autoscaling:DescribeLaunchConfigurations", "autoscaling:DescribeScalingActivities",
            "autoscaling:DescribeTags", "ec2:DescribeImages", "ec2:DescribeInstanceTypes",
            "ec2:DescribeLaunchTemplateVersions", "ec2:GetInstanceTypesFromInstanceRequirements",
        ]
        return GlobalIdentity.policy(
            ["Effect": "Allow", "Action": .strings(asked), "Resource": "*"],
            [
                "Effect": "Allow", "Action": "eks:DescribeNodegroup",
                "Resource": .string("arn:aws:eks:*:\(spec.account):nodegroup/\(spec.name)-*"),
            ],
            [
                "Effect": "Allow",
                "Action": [
                    "autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup",
                ],
                "Resource": .string(group),
                "Condition": ["StringEquals": ["aws:ResourceTag/\(NodeAutoscaler.tag)": "true"]],
            ])
    }

    private static func role(_ spec: Spec, _ name: String, _ description: String, _ trust: Value) -> [Resource] {
        [
            GlobalIdentity.make(
                spec, "\(name)-role", "AWS::IAM::Role",
                [
                    "RoleName": .string(ResourceName.make(spec.name, name, limit: 64)),
                    "Path": .string("/reconcile/\(spec.name)/"), "Description": .string(description),
                    "AssumeRolePolicyDocument": trust,
                ], since: 2)
        ]
    }

    private static func attachment(_ spec: Spec, _ address: String, _ role: String, _ policy: String) -> Resource {
        // The CNI's policy and ours lie under different paths (EKS user guide, "Amazon EKS node IAM role").
        GlobalIdentity.make(
            spec, address, "AWS::IAM::RolePolicyAttachment",
            [
                "RoleName": GlobalIdentity.reference(role, "RoleName"),
                "PolicyArn": .string("arn:aws:iam::aws:policy/\(policy)"),
            ], since: 2)
    }
}
