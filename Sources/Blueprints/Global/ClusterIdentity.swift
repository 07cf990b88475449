import Resources
import Specs
import Values

/// The IAM roles of phases with clusters: the control planes', the nodes', the services' and the operators'.
enum ClusterIdentity {
    static func resources(_ spec: Spec, phase: Int) -> [Resource] {
        let operators: Value = .string("arn:aws:iam::\(spec.account):root")
        return role(spec, "cluster", "EKS control planes", GlobalIdentity.trust("eks.amazonaws.com"))
            + role(spec, "node", "Nodes of the clusters", GlobalIdentity.trust("ec2.amazonaws.com"))
            + role(
                spec, "services", "The services' pods",
                GlobalIdentity.trust("pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"]))
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
            ]
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
