import Resources
import Specs
import Values

/// IAM roles, which belong to no region.
enum GlobalIdentity {
    static func resources(_ spec: Spec, phase: Int) -> [Resource] {
        (phase <= 1 ? instance(spec) : ClusterIdentity.resources(spec, phase: phase))
            + (phase >= 1 ? flowLogs(spec) : [])
    }

    /// The role by which VPCs write their flow logs (VPC user guide, "IAM role for publishing flow logs").
    private static func flowLogs(_ spec: Spec) -> [Resource] {
        [
            make(
                spec, "flow-logs-role", "AWS::IAM::Role",
                [
                    "RoleName": .string(ResourceName.make(spec.name, "flow-logs", limit: 64)),
                    "Path": .string("/reconcile/\(spec.name)/"), "Description": "Flow logs of the networks",
                    "AssumeRolePolicyDocument": trust("vpc-flow-logs.amazonaws.com"),
                ], since: 1),
            make(
                spec, "flow-logs-write", "AWS::IAM::RolePolicy",
                [
                    "RoleName": reference("flow-logs-role", "RoleName"), "PolicyName": "write",
                    "PolicyDocument": policy([
                        "Effect": "Allow",
                        "Action": [
                            "logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups",
                            "logs:DescribeLogStreams",
                        ],
                        "Resource": .string("arn:aws:logs:*:\(spec.account):log-group:/reconcile/\(spec.name)/*"),
                    ]),
                ], since: 1),
        ]
    }

    static func make(
        _ spec: Spec, _ address: String, _ kind: Kind, _ properties: Value, since: Int = 0
    ) -> Resource {
        Resource(
            address: Address("global/identity/\(address)"), kind: kind, region: "us-east-1",
            properties: properties.compacted, tags: spec.tags, phase: since)
    }

    static func reference(_ address: String, _ attribute: String) -> Value {
        .reference(Reference(address: "global/identity/\(address)", attribute: attribute))
    }

    static func trust(_ service: String, _ action: Value = "sts:AssumeRole") -> Value {
        policy(["Effect": "Allow", "Action": action, "Principal": ["Service": .string(service)]])
    }

    /// What services in clusters may do: read the database's secret, in whichever region they are. A list of regions would
    /// change on the roads between one and several, while pods of the old shape still start.
    static func secretAccess(_ spec: Spec) -> Value { policy(secretStatements(spec, "*")) }

    /// - Parameter region: `*` for all.
    private static func secretStatements(_ spec: Spec, _ region: String) -> [Value] {
        let service: Value = ["kms:ViaService": .string("secretsmanager.\(region).amazonaws.com")]
        return [
            [
                "Effect": "Allow", "Action": "secretsmanager:GetSecretValue",
                "Resource": .string(
                    "arn:aws:secretsmanager:\(region):\(spec.account):secret:\(Keys.databaseSecret(spec))-*"),
            ],
            [
                "Effect": "Allow", "Action": "kms:Decrypt",
                "Resource": .string("arn:aws:kms:\(region):\(spec.account):key/*"),
                "Condition": region == "*" ? ["StringLike": service] : ["StringEquals": service],
            ],
        ]
    }

    /// What the agent of Systems Manager needs for commands and sessions, and the way to images of whatever repository
    /// the spec names; without what AWS's own policies allow beyond (parameters, inventory, patches, scans).
    ///
    /// Source: Systems Manager guide, "Verify or add instance permissions for Session Manager"; ECR guide, "Private
    /// repository policies"; Service Authorization Reference: the actions of the first statement know no resources.
    private static func agents(_ region: String) -> [Value] {
        let messages = ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"]
        let commands = [
            "AcknowledgeMessage", "DeleteMessage", "FailMessage", "GetEndpoint", "GetMessages", "SendReply",
        ]
        return [
            [
                "Effect": "Allow",
                "Action": .strings(
                    commands.map { "ec2messages:" + $0 } + [
                        "ecr:GetAuthorizationToken", "ssm:UpdateInstanceInformation",
                    ]
                        + messages.map { "ssmmessages:" + $0 }),
                "Resource": "*", "Condition": ["StringEquals": ["aws:RequestedRegion": .string(region)]],
            ],
            [
                "Effect": "Allow",
                "Action": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                "Resource": .string("arn:aws:ecr:\(region):*:repository/*"),
            ],
        ]
    }

    /// The role of instances: SSM instead of keys, its own secret, its images, and one tag on itself.
    private static func instance(_ spec: Spec) -> [Resource] {
        let path = Value.string("/reconcile/\(spec.name)/")
        let region = spec.primaryRegion.name
        let role = reference("instance-role", "RoleName")
        return [
            make(
                spec, "instance-role", "AWS::IAM::Role",
                [
                    "RoleName": .string(ResourceName.make(spec.name, "instance", limit: 64)), "Path": path,
                    "Description": "Instances of the platform", "AssumeRolePolicyDocument": trust("ec2.amazonaws.com"),
                ]),
            make(
                spec, "instance-policy", "AWS::IAM::RolePolicy",
                [
                    "RoleName": role, "PolicyName": "instance",
                    "PolicyDocument": policy(
                        agents(region) + secretStatements(spec, region) + [
                            [
                                "Effect": "Allow", "Action": "ec2:CreateTags",
                                "Resource": .string("arn:aws:ec2:\(region):\(spec.account):instance/*"),
                                "Condition": [
                                    "StringEquals": ["aws:ARN": "${ec2:SourceInstanceARN}"],
                                    "ForAllValues:StringEquals": ["aws:TagKeys": ["reconcile:boot"]],
                                ],
                            ]
                        ]),
                ]),
            make(
                spec, "instance-profile", "AWS::IAM::InstanceProfile",
                [
                    "InstanceProfileName": .string(ResourceName.make(spec.name, "instance", limit: 128)),
                    "Path": path, "RoleName": role,
                ]),
        ]
    }

    static func policy(_ statements: Value...) -> Value { policy(statements) }

    static func policy(_ statements: [Value]) -> Value {
        ["Version": "2012-10-17", "Statement": .list(statements)]
    }
}
