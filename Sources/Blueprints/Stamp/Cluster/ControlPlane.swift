import Resources
import Specs
import Values

/// The EKS cluster with its add-ons, access and nodes.
struct ControlPlane {
    let stamp: RegionalStamp

    var name: String { stamp.name("cluster", limit: 100) }

    private var cluster: Value { stamp.reference("cluster/control-plane", "name") }
    private var subnets: Value {
        .list(Network(stamp: stamp).zones.map { stamp.reference("network/subnet/private-\($0)", "SubnetId") })
    }

    var resources: [Resource] { [plane, template, nodes, admin, identity] + addons + [targets] }

    private var plane: Resource {
        let spec = stamp.spec.cluster
        return stamp.make(
            "cluster/control-plane", "AWS::EKS::Cluster",
            [
                "name": .string(name), "version": .string(spec.version),
                "roleArn": stamp.reference("global/identity/cluster-role", "Arn"),
                "resourcesVpcConfig": [
                    "subnetIds": subnets, "endpointPublicAccess": true, "endpointPrivateAccess": true,
                    "publicAccessCidrs": .strings(spec.endpointCIDRs),
                ],
                // The API's defaults are an access list in a ConfigMap and extended support at six times the price.
                "accessConfig": ["authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": true],
                "upgradePolicy": ["supportType": "STANDARD"], "deletionProtection": true,
                "logging": ["clusterLogging": [["types": ["api", "audit", "authenticator"], "enabled": true]]],
                "encryptionConfig": [
                    ["resources": ["secrets"], "provider": ["keyArn": stamp.reference("keys/data", "Arn")]]
                ],
                "bootstrapSelfManagedAddons": false,
            ], dependsOn: ["global/identity/cluster-policy"], since: 2)
    }

    /// Without one EKS takes the account's defaults: disks that may be unencrypted, and credentials of the node within
    /// reach of every pod (EKS user guide, "Customize managed nodes with launch templates"; one hop ends at the node).
    private var template: Resource {
        stamp.make(
            "cluster/launch-template", "AWS::EC2::LaunchTemplate",
            [
                "LaunchTemplateName": .string(stamp.name("nodes", limit: 128)),
                "LaunchTemplateData": [
                    "MetadataOptions": [
                        "HttpTokens": "required", "HttpEndpoint": "enabled", "HttpPutResponseHopLimit": 1,
                    ],
                    "BlockDeviceMappings": [
                        [
                            "DeviceName": "/dev/xvda",
                            "Ebs": [
                                "VolumeSize": 50, "VolumeType": "gp3", "Encrypted": true, "DeleteOnTermination": true,
                            ],
                        ]
                    ],
                ],
            ], lifecycle: Lifecycle(createsBeforeDestroy: true), since: 2)
    }

    private var nodes: Resource {
        let spec = stamp.spec.cluster
        let ways = Network(stamp: stamp).zones.flatMap {
            ["network/route/private-internet-\($0)", "network/association/private-\($0)"]
        }
        return stamp.make(
            "cluster/nodes", "AWS::EKS::Nodegroup",
            [
                "clusterName": cluster, "nodegroupName": .string(stamp.name("nodes", limit: 63)), "subnets": subnets,
                "version": .string(spec.version),
                "nodeRole": stamp.reference("global/identity/node-role", "Arn"),
                "instanceTypes": [.string(spec.nodeType)],
                "amiType": .string(Architecture(instanceType: spec.nodeType).nodeImageType),
                "capacityType": "ON_DEMAND",
                "launchTemplate": [
                    "id": stamp.reference("cluster/launch-template", "LaunchTemplateId"),
                    "version": stamp.reference("cluster/launch-template", "LatestVersionNumber"),
                ],
                "scalingConfig": [
                    "minSize": .int(spec.minNodes), "maxSize": .int(spec.maxNodes), "desiredSize": .int(spec.minNodes),
                ],
                "updateConfig": ["maxUnavailable": 1],
            ],
            dependsOn: [
                "cluster/addon/vpc-cni", "cluster/addon/kube-proxy", "cluster/addon/eks-pod-identity-agent",
                "global/identity/node-worker", "global/identity/node-network", "global/identity/node-images",
                "global/identity/node-ssm",
            ] + ways, lifecycle: Lifecycle(createsBeforeDestroy: true), since: 2)
    }

    private var admin: Resource {
        stamp.make(
            "cluster/access/operators", "AWS::EKS::AccessEntry",
            [
                "clusterName": cluster, "principalArn": stamp.reference("global/identity/operators-role", "Arn"),
                "type": "STANDARD",
                "accessPolicies": [
                    [
                        "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
                        "accessScope": ["type": "cluster"],
                    ]
                ],
            ], since: 2)
    }

    /// The services' pods read the database's secret by this role.
    private var identity: Resource {
        stamp.make(
            "cluster/identity/services", "AWS::EKS::PodIdentityAssociation",
            [
                "clusterName": cluster, "namespace": .string(stamp.spec.name),
                "serviceAccount": .string(ServiceObjects.account),
                "roleArn": stamp.reference("global/identity/services-role", "Arn"),
            ], dependsOn: ["global/identity/services-secret"], since: 2)
    }

    private var addons: [Resource] {
        ["vpc-cni", "kube-proxy", "eks-pod-identity-agent", "coredns", "metrics-server"].map { name in
            // These two run on nodes and are degraded before there are any.
            let needsNodes = ["coredns", "metrics-server"].contains(name)
            var properties: Value = [
                "clusterName": cluster, "addonName": .string(name), "resolveConflicts": "OVERWRITE",
            ]
            // It goes with the API server; the others run with several versions of it, and EKS leaves them alone.
            if name == "kube-proxy" { properties["kubernetesVersion"] = .string(stamp.spec.cluster.version) }
            return stamp.make(
                "cluster/addon/\(name)", "AWS::EKS::Addon", properties,
                dependsOn: needsNodes ? ["cluster/nodes"] : [], since: 2)
        }
    }

    /// The nodes behind the load balancer.
    private var targets: Resource {
        stamp.make(
            "cluster/targets", "AWS::AutoScaling::TrafficSource",
            [
                "AutoScalingGroupName": stamp.reference("cluster/nodes", "autoScalingGroupName"),
                "Identifier": stamp.reference("cluster/target-group", "TargetGroupArn"), "Type": "elbv2",
            ],
            dependsOn: [
                FrontDoor.probe(stamp.spec, "cluster"), "cluster/ingress/front-door", "front-door/egress/cluster",
                "ingress/controller", "ingress/service",
                // New nodes serve before the old ones leave the load balancer.
            ], lifecycle: Lifecycle(createsBeforeDestroy: true), since: 2)
    }
}
