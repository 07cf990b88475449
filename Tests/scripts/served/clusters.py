"""EKS clusters with what belongs to them."""
import json

from .machines import place
from .steps import ACCOUNT

EKS = "EKS API Reference, "


def role(c, name, service):
    c.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}]}))
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def run(s, region):
    s.area, c = f"eks {region}", s.client("eks", region)
    iam = s.client("iam")
    vpc, subnets, group, _ = place(s.client("ec2", region), "clusters")
    cluster_role = role(iam, f"cluster-{region}", "eks.amazonaws.com")
    node_role = role(iam, f"node-{region}", "ec2.amazonaws.com")
    for policy in ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy"):
        iam.attach_role_policy(RoleName=f"node-{region}", PolicyArn=f"arn:aws:iam::aws:policy/{policy}")
    iam.attach_role_policy(RoleName=f"cluster-{region}", PolicyArn="arn:aws:iam::aws:policy/AmazonEKSClusterPolicy")
    version = s.ok("versions", EKS + "DescribeClusterVersions", lambda: c.describe_cluster_versions(),
                   lambda a: any(v["defaultVersion"] for v in a["clusterVersions"])).get("clusterVersions")
    version = next(v["clusterVersion"] for v in version if v["defaultVersion"])
    given = dict(name="suite", version=version, roleArn=cluster_role, clientRequestToken=f"c-{region}",
                 resourcesVpcConfig={"subnetIds": subnets, "endpointPrivateAccess": True,
                                     "publicAccessCidrs": ["192.0.2.0/24"]},
                 accessConfig={"authenticationMode": "API"}, tags={"n": "1"})

    def make():
        """A new role may not be known yet to the service that takes it."""
        for _ in range(100):
            try:
                return c.create_cluster(**given)
            except c.exceptions.InvalidParameterException as error:
                last = error
        raise last

    s.ok("a cluster", EKS + "CreateCluster", make, lambda a: a["cluster"]["status"] == "CREATING")
    s.ok("the same token gives the same cluster", EKS + "CreateCluster, clientRequestToken",
         lambda: c.create_cluster(**given), lambda a: a["cluster"]["name"] == "suite")
    s.refused("its name twice", EKS + "CreateCluster, Errors", "ResourceInUseException",
              lambda: c.create_cluster(**dict(given, clientRequestToken="other")), 409)
    s.until("it becomes active", EKS + "Cluster, status", lambda: c.describe_cluster(name="suite")["cluster"]["status"],
            "ACTIVE", ("CREATING",))
    s.ok("with endpoint and certificate authority", EKS + "DescribeCluster", lambda: c.describe_cluster(name="suite"),
         lambda a: a["cluster"]["endpoint"].startswith("https://")
         and a["cluster"]["certificateAuthority"]["data"] and a["cluster"]["tags"] == {"n": "1"})
    s.ok("listed", EKS + "ListClusters", lambda: c.list_clusters(), lambda a: a["clusters"] == ["suite"])
    nodes = dict(clusterName="suite", nodegroupName="nodes", subnets=subnets, nodeRole=node_role,
                 scalingConfig={"minSize": 1, "maxSize": 3, "desiredSize": 2}, instanceTypes=["t4g.medium"],
                 amiType="AL2023_ARM_64_STANDARD")
    s.ok("a node group", EKS + "CreateNodegroup", lambda: c.create_nodegroup(**nodes),
         lambda a: a["nodegroup"]["status"] == "CREATING")
    s.refused("a cluster in use", EKS + "DeleteCluster, Errors", "ResourceInUseException",
              lambda: c.delete_cluster(name="suite"), 409)
    s.until("it becomes active", EKS + "Nodegroup, status",
            lambda: c.describe_nodegroup(clusterName="suite", nodegroupName="nodes")["nodegroup"]["status"], "ACTIVE",
            ("CREATING",))
    s.ok("an add-on", EKS + "CreateAddon", lambda: c.create_addon(clusterName="suite", addonName="kube-proxy"),
         lambda a: a["addon"]["status"] == "CREATING")
    s.until("it becomes active", EKS + "Addon, status",
            lambda: c.describe_addon(clusterName="suite", addonName="kube-proxy")["addon"]["status"], "ACTIVE",
            ("CREATING",))
    principal = f"arn:aws:iam::{ACCOUNT}:role/node-{region}"
    entry = f"arn:aws:iam::{ACCOUNT}:role/cluster-{region}"
    s.ok("an access entry", EKS + "CreateAccessEntry",
         lambda: c.create_access_entry(clusterName="suite", principalArn=entry),
         lambda a: a["accessEntry"]["principalArn"] == entry)
    s.refused("it twice", EKS + "CreateAccessEntry, Errors", "ResourceInUseException",
              lambda: c.create_access_entry(clusterName="suite", principalArn=entry), 409)
    s.ok("entries, with the nodes' own", EKS + "ListAccessEntries", lambda: c.list_access_entries(clusterName="suite"),
         lambda a: {entry, principal} <= set(a["accessEntries"]))
    s.ok("the node group goes", EKS + "DeleteNodegroup",
         lambda: c.delete_nodegroup(clusterName="suite", nodegroupName="nodes"),
         lambda a: a["nodegroup"]["status"] == "DELETING")
    s.until_refused("it is gone", EKS + "DescribeNodegroup, Errors", "ResourceNotFoundException",
                    lambda: c.describe_nodegroup(clusterName="suite", nodegroupName="nodes"))
    s.ok("the cluster goes", EKS + "DeleteCluster", lambda: c.delete_cluster(name="suite"),
         lambda a: a["cluster"]["status"] == "DELETING")
    s.until_refused("it is gone", EKS + "DescribeCluster, Errors", "ResourceNotFoundException",
                    lambda: c.describe_cluster(name="suite"))
    s.refused("nothing is in it", EKS + "ListNodegroups, Errors", "ResourceNotFoundException",
              lambda: c.list_nodegroups(clusterName="suite"), 404)
