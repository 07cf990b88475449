"""Instances, volumes, templates, groups and load balancers."""
import base64

from .steps import as_map, tags

EC2 = "EC2 API Reference, "
CODES = "EC2 API Reference, Error codes"
ASG = "EC2 Auto Scaling API Reference, "
ELB = "Elastic Load Balancing v2 API Reference, "


def place(c, name):
    """A VPC with two public subnets, made without counting."""
    vpc = c.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"]
    zones = [z["ZoneName"] for z in c.describe_availability_zones()["AvailabilityZones"]]
    subnets = [c.create_subnet(VpcId=vpc, CidrBlock=f"10.8.{n}.0/24", AvailabilityZone=zones[n])["Subnet"]["SubnetId"]
               for n in range(2)]
    gateway = c.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    c.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    group = c.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
    return vpc, subnets, group, zones


def run(s, region):
    c = s.client("ec2", region)
    vpc, subnets, group, zones = place(c, "machines")
    image = image_of(s, c, region)
    instances(s, c, region, image, subnets, group)
    volumes(s, c, region, zones)
    template = templates(s, c, region, image, group)
    balancers(s, region, vpc, subnets, group)
    groups(s, region, template, subnets)


def image_of(s, c, region):
    s.area = f"images {region}"
    images = s.ok("Amazon's images", EC2 + "DescribeImages",
                  lambda: c.describe_images(Owners=["amazon"], Filters=[{"Name": "architecture", "Values": ["arm64"]}]),
                  lambda a: len(a["Images"]) > 0).get("Images") or [{"ImageId": "ami-none"}]
    return images[0]["ImageId"]


def instances(s, c, region, image, subnets, group):
    s.area = f"instances {region}"
    given = dict(ImageId=image, InstanceType="t4g.small", MinCount=1, MaxCount=1, SubnetId=subnets[0],
                 SecurityGroupIds=[group], ClientToken=f"i-{region}", UserData="#!/bin/sh\necho <&>",
                 TagSpecifications=[{"ResourceType": "instance", "Tags": tags(Name="one")}])
    one = s.ok("an instance", EC2 + "RunInstances", lambda: c.run_instances(**given),
               lambda a: a["Instances"][0]["State"]["Name"] == "pending")["Instances"][0]["InstanceId"]
    s.ok("the same token gives the same instance", EC2 + "Ensuring idempotency", lambda: c.run_instances(**given),
         lambda a: a["Instances"][0]["InstanceId"] == one)
    s.refused("another input with the same token", CODES, "IdempotentParameterMismatch",
              lambda: c.run_instances(**dict(given, InstanceType="t4g.medium")))
    s.refused("an image that is not there", CODES, "InvalidAMIID.NotFound",
              lambda: c.run_instances(**dict(given, ImageId="ami-0123456789abcdef0", ClientToken="x")))

    def state():
        found = [i for r in c.describe_instances(Filters=[{"Name": "tag:Name", "Values": ["one"]}])["Reservations"]
                 for i in r["Instances"]]
        return found[0]["State"]["Name"] if found else "pending"

    s.until("it runs", EC2 + "InstanceState", state, "running", ("pending",))
    s.ok("its start-up script comes back", EC2 + "DescribeInstanceAttribute",
         lambda: c.describe_instance_attribute(InstanceId=one, Attribute="userData"),
         lambda a: base64.b64decode(a["UserData"]["Value"]).decode() == "#!/bin/sh\necho <&>")
    s.ok("protected", EC2 + "ModifyInstanceAttribute",
         lambda: c.modify_instance_attribute(InstanceId=one, DisableApiTermination={"Value": True}))
    s.refused("protected from its end", CODES, "OperationNotPermitted",
              lambda: c.terminate_instances(InstanceIds=[one]))
    s.ok("not protected", EC2 + "ModifyInstanceAttribute",
         lambda: c.modify_instance_attribute(InstanceId=one, DisableApiTermination={"Value": False}))
    s.ok("tokens for its metadata", EC2 + "ModifyInstanceMetadataOptions",
         lambda: c.modify_instance_metadata_options(InstanceId=one, HttpTokens="required"),
         lambda a: a["InstanceMetadataOptions"]["HttpTokens"] == "required")
    s.ok("it stops", EC2 + "StopInstances", lambda: c.stop_instances(InstanceIds=[one]),
         lambda a: a["StoppingInstances"][0]["CurrentState"]["Name"] == "stopping")
    s.until("it is stopped", EC2 + "InstanceState", state, "stopped", ("running", "stopping"))
    s.ok("it starts", EC2 + "StartInstances", lambda: c.start_instances(InstanceIds=[one]),
         lambda a: a["StartingInstances"][0]["PreviousState"]["Name"] == "stopped")
    s.until("it runs again", EC2 + "InstanceState", state, "running", ("stopped", "pending"))
    s.ok("it ends", EC2 + "TerminateInstances", lambda: c.terminate_instances(InstanceIds=[one]),
         lambda a: a["TerminatingInstances"][0]["CurrentState"]["Name"] == "shutting-down")
    s.until("it has ended, and is still shown", EC2 + "InstanceState", state, "terminated",
            ("running", "shutting-down"))
    s.refused("an unknown instance", CODES, "InvalidInstanceID.NotFound",
              lambda: c.describe_instances(InstanceIds=["i-0123456789abcdef0"]))


def volumes(s, c, region, zones):
    s.area = f"volumes {region}"
    one = s.ok("a volume", EC2 + "CreateVolume",
               lambda: c.create_volume(AvailabilityZone=zones[0], Size=10, VolumeType="gp3", Encrypted=True,
                                       ClientToken=f"v-{region}"),
               lambda a: a["Size"] == 10 and a["Encrypted"] is True)["VolumeId"]
    s.until("it becomes available", EC2 + "Volume, State",
            lambda: c.describe_volumes(VolumeIds=[one])["Volumes"][0]["State"], "available", ("creating",))
    s.ok("larger", EC2 + "ModifyVolume", lambda: c.modify_volume(VolumeId=one, Size=20),
         lambda a: a["VolumeModification"]["TargetSize"] == 20)
    s.refused("smaller", CODES, "InvalidParameterValue", lambda: c.modify_volume(VolumeId=one, Size=5))
    s.ok("it goes", EC2 + "DeleteVolume", lambda: c.delete_volume(VolumeId=one))
    s.until_refused("it is gone", CODES, "InvalidVolume.NotFound", lambda: c.describe_volumes(VolumeIds=[one]))


def templates(s, c, region, image, group):
    s.area = f"launch templates {region}"
    data = {"ImageId": image, "InstanceType": "t4g.small", "SecurityGroupIds": [group],
            "MetadataOptions": {"HttpTokens": "required"}}
    one = s.ok("a template", EC2 + "CreateLaunchTemplate",
               lambda: c.create_launch_template(LaunchTemplateName="suite", LaunchTemplateData=data),
               lambda a: a["LaunchTemplate"]["LatestVersionNumber"] == 1)["LaunchTemplate"]["LaunchTemplateId"]
    s.refused("its name twice", CODES, "InvalidLaunchTemplateName.AlreadyExistsException",
              lambda: c.create_launch_template(LaunchTemplateName="suite", LaunchTemplateData=data))
    s.ok("a second version", EC2 + "CreateLaunchTemplateVersion",
         lambda: c.create_launch_template_version(LaunchTemplateId=one, SourceVersion="1",
                                                  LaunchTemplateData={"InstanceType": "t4g.medium"}),
         lambda a: a["LaunchTemplateVersion"]["VersionNumber"] == 2)
    s.ok("what it holds", EC2 + "DescribeLaunchTemplateVersions",
         lambda: c.describe_launch_template_versions(LaunchTemplateId=one, Versions=["2"]),
         lambda a: a["LaunchTemplateVersions"][0]["LaunchTemplateData"]["InstanceType"] == "t4g.medium"
         and a["LaunchTemplateVersions"][0]["LaunchTemplateData"]["ImageId"] == image)
    s.ok("the default", EC2 + "ModifyLaunchTemplate",
         lambda: c.modify_launch_template(LaunchTemplateId=one, DefaultVersion="2"),
         lambda a: a["LaunchTemplate"]["DefaultVersionNumber"] == 2)
    s.refused("an unknown one", CODES, "InvalidLaunchTemplateId.NotFound",
              lambda: c.describe_launch_templates(LaunchTemplateIds=["lt-0123456789abcdef0"]))
    return one


def balancers(s, region, vpc, subnets, group):
    s.area, c = f"load balancers {region}", s.client("elbv2", region)
    one = s.ok("a load balancer", ELB + "CreateLoadBalancer",
               lambda: c.create_load_balancer(Name="suite", Subnets=subnets, SecurityGroups=[group], Tags=tags(n="1")),
               lambda a: a["LoadBalancers"][0]["State"]["Code"] == "provisioning")["LoadBalancers"][0][
                   "LoadBalancerArn"]
    s.refused("its name twice, otherwise", ELB + "CreateLoadBalancer, Errors", "DuplicateLoadBalancerName",
              lambda: c.create_load_balancer(Name="suite", Subnets=subnets, Scheme="internal"), 400)
    s.until("it becomes active", ELB + "LoadBalancerState",
            lambda: c.describe_load_balancers(Names=["suite"])["LoadBalancers"][0]["State"]["Code"], "active",
            ("provisioning",))
    target = s.ok("a target group", ELB + "CreateTargetGroup",
                  lambda: c.create_target_group(Name="suite", Protocol="HTTP", Port=80, VpcId=vpc,
                                                TargetType="instance", HealthCheckPath="/ok"),
                  lambda a: a["TargetGroups"][0]["HealthCheckPath"] == "/ok")["TargetGroups"][0]["TargetGroupArn"]
    s.ok("its attributes", ELB + "ModifyTargetGroupAttributes",
         lambda: c.modify_target_group_attributes(TargetGroupArn=target, Attributes=[
             {"Key": "deregistration_delay.timeout_seconds", "Value": "30"}]))
    s.ok("and read back", ELB + "DescribeTargetGroupAttributes",
         lambda: c.describe_target_group_attributes(TargetGroupArn=target),
         lambda a: as_map(a["Attributes"])["deregistration_delay.timeout_seconds"] == "30")
    listener = s.ok("a listener", ELB + "CreateListener",
                    lambda: c.create_listener(LoadBalancerArn=one, Protocol="HTTP", Port=80, DefaultActions=[
                        {"Type": "forward", "TargetGroupArn": target}]),
                    lambda a: a["Listeners"][0]["Port"] == 80)["Listeners"][0]["ListenerArn"]
    s.refused("its port twice", ELB + "CreateListener, Errors", "DuplicateListener",
              lambda: c.create_listener(LoadBalancerArn=one, Protocol="HTTP", Port=80, DefaultActions=[
                  {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]))
    rule = s.ok("a rule", ELB + "CreateRule",
                lambda: c.create_rule(ListenerArn=listener, Priority=5, Conditions=[
                    {"Field": "path-pattern", "Values": ["/a/*"]}], Actions=[
                        {"Type": "forward", "TargetGroupArn": target}]),
                lambda a: a["Rules"][0]["Priority"] == "5")["Rules"][0]["RuleArn"]
    s.refused("its priority twice", ELB + "CreateRule, Errors", "PriorityInUse",
              lambda: c.create_rule(ListenerArn=listener, Priority=5, Conditions=[
                  {"Field": "path-pattern", "Values": ["/b/*"]}], Actions=[
                      {"Type": "forward", "TargetGroupArn": target}]))
    s.ok("rules with the default one", ELB + "DescribeRules", lambda: c.describe_rules(ListenerArn=listener),
         lambda a: [r["Priority"] for r in a["Rules"]] == ["5", "default"])
    s.ok("no targets yet", ELB + "DescribeTargetHealth", lambda: c.describe_target_health(TargetGroupArn=target),
         lambda a: a["TargetHealthDescriptions"] == [])
    s.refused("a group in use", ELB + "DeleteTargetGroup, Errors", "ResourceInUse",
              lambda: c.delete_target_group(TargetGroupArn=target))
    s.ok("its tags", ELB + "DescribeTags", lambda: c.describe_tags(ResourceArns=[one]),
         lambda a: as_map(a["TagDescriptions"][0]["Tags"]) == {"n": "1"})
    s.ok("the rule goes", ELB + "DeleteRule", lambda: c.delete_rule(RuleArn=rule))
    s.ok("the listener goes", ELB + "DeleteListener", lambda: c.delete_listener(ListenerArn=listener))
    s.ok("the load balancer goes", ELB + "DeleteLoadBalancer", lambda: c.delete_load_balancer(LoadBalancerArn=one))
    s.until_refused("it is gone", ELB + "DescribeLoadBalancers, Errors", "LoadBalancerNotFound",
                    lambda: c.describe_load_balancers(LoadBalancerArns=[one]))
    s.ok("the group goes", ELB + "DeleteTargetGroup", lambda: c.delete_target_group(TargetGroupArn=target))
    s.refused("a group that is gone", ELB + "DescribeTargetGroups, Errors", "TargetGroupNotFound",
              lambda: c.describe_target_groups(TargetGroupArns=[target]))


def groups(s, region, template, subnets):
    s.area, c = f"auto scaling {region}", s.client("autoscaling", region)
    given = dict(AutoScalingGroupName="suite", MinSize=1, MaxSize=3, DesiredCapacity=2,
                 LaunchTemplate={"LaunchTemplateId": template, "Version": "1"}, VPCZoneIdentifier=",".join(subnets),
                 Tags=[{"Key": "n", "Value": "1", "PropagateAtLaunch": True}])
    s.ok("a group", ASG + "CreateAutoScalingGroup", lambda: c.create_auto_scaling_group(**given))
    s.refused("its name twice", ASG + "CreateAutoScalingGroup, Errors", ("AlreadyExists", "AlreadyExistsFault"),
              lambda: c.create_auto_scaling_group(**given), 400)

    def inside():
        group = c.describe_auto_scaling_groups(AutoScalingGroupNames=["suite"])["AutoScalingGroups"][0]
        return [i["LifecycleState"] for i in group["Instances"]].count("InService")

    s.until("two instances serve", ASG + "Instance, LifecycleState", inside, 2)
    s.ok("three are wanted", ASG + "SetDesiredCapacity",
         lambda: c.set_desired_capacity(AutoScalingGroupName="suite", DesiredCapacity=3))
    s.until("three instances serve", ASG + "Instance, LifecycleState", inside, 3)
    s.refused("more than the most", ASG + "SetDesiredCapacity, Errors", "ValidationError",
              lambda: c.set_desired_capacity(AutoScalingGroupName="suite", DesiredCapacity=4))
    s.ok("what it did", ASG + "DescribeScalingActivities",
         lambda: c.describe_scaling_activities(AutoScalingGroupName="suite"), lambda a: len(a["Activities"]) >= 3)
    s.ok("it goes with its instances", ASG + "DeleteAutoScalingGroup",
         lambda: c.delete_auto_scaling_group(AutoScalingGroupName="suite", ForceDelete=True))
    s.until("it is gone", ASG + "DescribeAutoScalingGroups",
            lambda: len(c.describe_auto_scaling_groups(AutoScalingGroupNames=["suite"])["AutoScalingGroups"]), 0)
    s.refused("a group that is gone", ASG + "UpdateAutoScalingGroup, Errors", "ValidationError",
              lambda: c.update_auto_scaling_group(AutoScalingGroupName="suite", MaxSize=5))
