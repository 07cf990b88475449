"""What people use around the kinds: users and keys, policies, ciphertexts, images, consoles, dry runs, failover tests."""
import hashlib
import json

from .steps import as_map, tags

IAM = "IAM API Reference, "
KMS = "KMS API Reference, "
ECR = "ECR API Reference, "
EC2 = "EC2 API Reference, "
EKS = "EKS API Reference, "
RDS = "RDS API Reference, "
CACHE = "ElastiCache API Reference, "
SOME = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ["ec2:Describe*", "s3:GetObject"], "Resource": "*"},
    {"Effect": "Allow", "Action": "rds:*", "Resource": "*",
     "Condition": {"StringEquals": {"aws:RequestedRegion": "ap-south-1"}}},
    {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::secret/*"}]})


def run(s):
    users(s)
    door(s)
    simulations(s)
    ciphertexts(s)
    images(s)
    machines(s)
    failovers(s)
    managed(s)


def users(s):
    s.area, c = "iam users", s.client("iam")
    s.ok("a user", IAM + "CreateUser", lambda: c.create_user(UserName="Ada", Path="/suite/", Tags=tags(team="suite")),
         lambda a: a["User"]["Arn"] == "arn:aws:iam::123456789012:user/suite/Ada"
         and a["User"]["UserId"].startswith("AIDA"))
    s.refused("a name that differs by case only", IAM + "CreateUser", "EntityAlreadyExists",
              lambda: c.create_user(UserName="ADA"), 409)
    s.ok("is found by path", IAM + "ListUsers", lambda: c.list_users(PathPrefix="/suite/"),
         lambda a: [u["UserName"] for u in a["Users"]] == ["Ada"])
    c.tag_user(UserName="Ada", Tags=tags(n="1"))
    c.untag_user(UserName="Ada", TagKeys=["team"])
    s.ok("tags", IAM + "ListUserTags", lambda: c.list_user_tags(UserName="Ada"), lambda a: as_map(a["Tags"]) == {"n": "1"})
    key = s.ok("a key, whose secret is told once", IAM + "CreateAccessKey", lambda: c.create_access_key(UserName="Ada"),
               lambda a: a["AccessKey"]["AccessKeyId"].startswith("AKIA") and len(a["AccessKey"]["SecretAccessKey"]) == 40)
    name = key["AccessKey"]["AccessKeyId"]
    c.create_access_key(UserName="Ada")
    s.refused("a third key", IAM + "CreateAccessKey", "LimitExceeded", lambda: c.create_access_key(UserName="Ada"), 409)
    s.ok("put out of use", IAM + "UpdateAccessKey",
         lambda: c.update_access_key(UserName="Ada", AccessKeyId=name, Status="Inactive"))
    s.ok("as the list says, without secrets", IAM + "ListAccessKeys", lambda: c.list_access_keys(UserName="Ada"),
         lambda a: [k["Status"] for k in a["AccessKeyMetadata"]] == ["Inactive", "Active"]
         and all("SecretAccessKey" not in k for k in a["AccessKeyMetadata"]))
    s.ok("never used", IAM + "GetAccessKeyLastUsed", lambda: c.get_access_key_last_used(AccessKeyId=name),
         lambda a: a["UserName"] == "Ada" and a["AccessKeyLastUsed"]["ServiceName"] == "N/A")
    s.ok("a policy of its own", IAM + "PutUserPolicy",
         lambda: c.put_user_policy(UserName="Ada", PolicyName="own", PolicyDocument=SOME))
    s.refused("a policy that is none", IAM + "PutUserPolicy", "MalformedPolicyDocument",
              lambda: c.put_user_policy(UserName="Ada", PolicyName="bad", PolicyDocument='{"Statement": {}}'), 400)
    s.ok("reads back", IAM + "GetUserPolicy", lambda: c.get_user_policy(UserName="Ada", PolicyName="own"),
         lambda a: a["PolicyDocument"] == json.loads(SOME))
    arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    s.ok("one of AWS's", IAM + "AttachUserPolicy", lambda: c.attach_user_policy(UserName="Ada", PolicyArn=arn))
    s.ok("is listed", IAM + "ListAttachedUserPolicies", lambda: c.list_attached_user_policies(UserName="Ada"),
         lambda a: [p["PolicyArn"] for p in a["AttachedPolicies"]] == [arn])
    s.ok("what it may do", IAM + "SimulatePrincipalPolicy", lambda: c.simulate_principal_policy(
        PolicySourceArn="arn:aws:iam::123456789012:user/suite/Ada", ActionNames=["ec2:DescribeVpcs", "ec2:CreateVpc"]),
        lambda a: [r["EvalDecision"] for r in a["EvaluationResults"]] == ["allowed", "implicitDeny"])
    s.refused("with keys it stays", IAM + "DeleteUser", "DeleteConflict", lambda: c.delete_user(UserName="Ada"), 409)
    for one in c.list_access_keys(UserName="Ada")["AccessKeyMetadata"]:
        c.delete_access_key(UserName="Ada", AccessKeyId=one["AccessKeyId"])
    s.refused("with policies too", IAM + "DeleteUser", "DeleteConflict", lambda: c.delete_user(UserName="Ada"), 409)
    c.delete_user_policy(UserName="Ada", PolicyName="own")
    c.detach_user_policy(UserName="Ada", PolicyArn=arn)
    s.ok("alone it goes", IAM + "DeleteUser", lambda: c.delete_user(UserName="Ada"))
    s.refused("and is gone", IAM + "GetUser", "NoSuchEntity", lambda: c.get_user(UserName="Ada"), 404)


def door(s):
    """A user's key pair is taken, as far as the user's policies go."""
    s.area, c = "iam users at the door", s.client("iam")
    c.create_user(UserName="Grace")
    pair = c.create_access_key(UserName="Grace")["AccessKey"]

    def own(service, region="ap-south-1"):
        return s.client(service, region, key=pair["AccessKeyId"], secret=pair["SecretAccessKey"])

    s.ok("who she is, without any policy", "STS API Reference, GetCallerIdentity",
         lambda: own("sts").get_caller_identity(), lambda a: a["Arn"] == "arn:aws:iam::123456789012:user/Grace")
    s.refused("what nobody allowed", EC2 + "Error codes", "UnauthorizedOperation", lambda: own("ec2").describe_vpcs(), 403)
    c.put_user_policy(UserName="Grace", PolicyName="own", PolicyDocument=SOME)
    s.ok("what a policy allows", IAM + "Policy evaluation logic", lambda: own("ec2").describe_vpcs())
    s.refused("beside it", EC2 + "Error codes", "UnauthorizedOperation",
              lambda: own("ec2").create_vpc(CidrBlock="10.77.0.0/16"), 403)
    s.refused("of a query service", IAM + "Common Errors", "AccessDenied", lambda: own("iam").list_roles(), 403)
    s.refused("of a JSON service", "Systems Manager API Reference, Common Errors", "AccessDeniedException",
              lambda: own("ssm").get_parameter(Name="x"), 400)
    s.refused("of a REST service", EKS + "Common Errors", "AccessDeniedException", lambda: own("eks").list_clusters(), 403)
    s.ok("in the region of the condition", IAM + "Condition", lambda: own("rds").describe_db_instances())
    s.refused("in another", IAM + "Condition", "AccessDenied",
              lambda: own("rds", "us-east-1").describe_db_instances(), 403)
    s.refused("a deny on a bucket's objects", IAM + "Policy evaluation logic", "AccessDenied",
              lambda: own("s3").get_object(Bucket="secret", Key="a"), 403)
    s.refused("another's secret", IAM + "Common Errors", "SignatureDoesNotMatch",
              lambda: s.client("sts", key=pair["AccessKeyId"], secret="wrong").get_caller_identity(), 403)
    c.update_access_key(UserName="Grace", AccessKeyId=pair["AccessKeyId"], Status="Inactive")
    s.refused("a key that is out of use", IAM + "Common Errors", "InvalidClientTokenId",
              lambda: own("sts").get_caller_identity(), 403)
    c.delete_access_key(UserName="Grace", AccessKeyId=pair["AccessKeyId"])
    c.delete_user_policy(UserName="Grace", PolicyName="own")
    c.delete_user(UserName="Grace")


def simulations(s):
    s.area, c = "iam policies", s.client("iam")
    source = "IAM User Guide, Policy evaluation logic"
    for title, action, resource, region, decision in [
            ("allowed by a pattern", "EC2:describevpcs", "*", "", "allowed"),
            ("said by nobody", "ec2:CreateVpc", "*", "", "implicitDeny"),
            ("allowed on one resource", "s3:GetObject", "arn:aws:s3:::open/a", "", "allowed"),
            ("a Deny counts first", "s3:GetObject", "arn:aws:s3:::secret/a", "", "explicitDeny"),
            ("a condition that holds", "rds:CreateDBInstance", "*", "ap-south-1", "allowed"),
            ("a condition that does not", "rds:CreateDBInstance", "*", "us-east-1", "implicitDeny")]:
        context = [{"ContextKeyName": "aws:RequestedRegion", "ContextKeyType": "string", "ContextKeyValues": [region]}]
        s.ok(title, source, lambda: c.simulate_custom_policy(
            PolicyInputList=[SOME], ActionNames=[action], ResourceArns=[resource],
            ContextEntries=context if region else []),
            lambda a: [r["EvalDecision"] for r in a["EvaluationResults"]] == [decision])
    s.refused("a policy that is none", IAM + "SimulateCustomPolicy", "InvalidInput",
              lambda: c.simulate_custom_policy(PolicyInputList=["{}"], ActionNames=["ec2:DescribeVpcs"]), 400)


def managed(s):
    """Policies of the account's own, and how long policies may be."""
    s.area, c = "iam managed policies", s.client("iam")
    quotas = "IAM User Guide, IAM and AWS STS quotas"
    c.create_user(UserName="Joan")
    pair = c.create_access_key(UserName="Joan")["AccessKey"]
    own = s.client("ec2", key=pair["AccessKeyId"], secret=pair["SecretAccessKey"])
    made = s.ok("a policy", IAM + "CreatePolicy", lambda: c.create_policy(
        PolicyName="some", Path="/suite/", PolicyDocument=SOME, Description="for the suite"),
        lambda a: a["Policy"]["Arn"] == "arn:aws:iam::123456789012:policy/suite/some"
        and a["Policy"]["PolicyId"].startswith("ANPA") and a["Policy"]["DefaultVersionId"] == "v1"
        and a["Policy"]["AttachmentCount"] == 0 and a["Policy"]["IsAttachable"])
    arn = made["Policy"]["Arn"]
    s.refused("a second of the name", IAM + "CreatePolicy", "EntityAlreadyExists",
              lambda: c.create_policy(PolicyName="some", PolicyDocument=SOME), 409)
    s.refused("one that is none", IAM + "CreatePolicy", "MalformedPolicyDocument",
              lambda: c.create_policy(PolicyName="none", PolicyDocument='{"Statement": {}}'), 400)
    long = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Resource": "*", "Action": [f"ec2:DescribeNothing{n}" for n in range(250)]}]})
    s.refused("more than 6,144 characters", quotas, "LimitExceeded",
              lambda: c.create_policy(PolicyName="long", PolicyDocument=long), 409)
    s.refused("more than 2,048 inside of a user", quotas, "LimitExceeded",
              lambda: c.put_user_policy(UserName="Joan", PolicyName="long", PolicyDocument=long), 409)
    s.ok("attached", IAM + "AttachUserPolicy", lambda: c.attach_user_policy(UserName="Joan", PolicyArn=arn))
    s.ok("it counts at the door", IAM + "Policy evaluation logic", lambda: own.describe_vpcs())
    s.ok("it counts its users", IAM + "GetPolicy", lambda: c.get_policy(PolicyArn=arn),
         lambda a: a["Policy"]["AttachmentCount"] == 1 and a["Policy"]["Description"] == "for the suite")
    s.ok("what it says", IAM + "GetPolicyVersion", lambda: c.get_policy_version(PolicyArn=arn, VersionId="v1"),
         lambda a: a["PolicyVersion"]["Document"] == json.loads(SOME) and a["PolicyVersion"]["IsDefaultVersion"])
    s.refused("another version", IAM + "GetPolicyVersion", "NoSuchEntity",
              lambda: c.get_policy_version(PolicyArn=arn, VersionId="v2"), 404)
    s.ok("is listed by path", IAM + "ListPolicies", lambda: c.list_policies(Scope="Local", PathPrefix="/suite/"),
         lambda a: [p["PolicyName"] for p in a["Policies"]] == ["some"])
    s.refused("in use it stays", IAM + "DeletePolicy", "DeleteConflict", lambda: c.delete_policy(PolicyArn=arn), 409)
    s.refused("one that nobody made", IAM + "AttachUserPolicy", "NoSuchEntity", lambda: c.attach_user_policy(
        UserName="Joan", PolicyArn="arn:aws:iam::123456789012:policy/none"), 404)
    c.detach_user_policy(UserName="Joan", PolicyArn=arn)
    s.refused("detached it counts no more", EC2 + "Error codes", "UnauthorizedOperation", lambda: own.describe_vpcs(), 403)
    s.ok("it goes", IAM + "DeletePolicy", lambda: c.delete_policy(PolicyArn=arn))
    s.refused("and is gone", IAM + "GetPolicy", "NoSuchEntity", lambda: c.get_policy(PolicyArn=arn), 404)
    c.delete_access_key(UserName="Joan", AccessKeyId=pair["AccessKeyId"])
    c.delete_user(UserName="Joan")


def ciphertexts(s):
    s.area, c = "kms texts", s.client("kms")
    key = c.create_key()["KeyMetadata"]
    context = {"for": "suite", "n": "1"}
    hidden = s.ok("encrypted", KMS + "Encrypt", lambda: c.encrypt(
        KeyId=key["KeyId"], Plaintext=b"a text", EncryptionContext=context),
        lambda a: a["KeyId"] == key["Arn"] and b"a text" not in a["CiphertextBlob"])["CiphertextBlob"]
    s.ok("never twice the same", KMS + "Encrypt", lambda: c.encrypt(
        KeyId=key["KeyId"], Plaintext=b"a text", EncryptionContext=context), lambda a: a["CiphertextBlob"] != hidden)
    s.ok("decrypted without a word of the key", KMS + "Decrypt", lambda: c.decrypt(
        CiphertextBlob=hidden, EncryptionContext=dict(reversed(context.items()))),
        lambda a: a["Plaintext"] == b"a text" and a["KeyId"] == key["Arn"])
    s.refused("in another context", KMS + "Decrypt", "InvalidCiphertextException",
              lambda: c.decrypt(CiphertextBlob=hidden, EncryptionContext={"for": "others"}), 400)
    s.refused("changed by a bit", KMS + "Decrypt", "InvalidCiphertextException", lambda: c.decrypt(
        CiphertextBlob=hidden[:-40] + bytes([hidden[-40] ^ 1]) + hidden[-39:], EncryptionContext=context), 400)
    other = c.create_key()["KeyMetadata"]
    s.refused("by another key", KMS + "Decrypt", "IncorrectKeyException", lambda: c.decrypt(
        CiphertextBlob=hidden, EncryptionContext=context, KeyId=other["KeyId"]), 400)
    s.refused("more than 4096 bytes", KMS + "Encrypt", "ValidationException",
              lambda: c.encrypt(KeyId=key["KeyId"], Plaintext=b"x" * 4097), 400)
    moved = s.ok("from key to key", KMS + "ReEncrypt", lambda: c.re_encrypt(
        CiphertextBlob=hidden, SourceEncryptionContext=context, DestinationKeyId=other["KeyId"]),
        lambda a: a["KeyId"] == other["Arn"] and a["SourceKeyId"] == key["Arn"])["CiphertextBlob"]
    s.ok("which the other one opens", KMS + "Decrypt", lambda: c.decrypt(CiphertextBlob=moved),
         lambda a: a["Plaintext"] == b"a text" and a["KeyId"] == other["Arn"])
    data = s.ok("a data key", KMS + "GenerateDataKey", lambda: c.generate_data_key(KeyId=key["KeyId"], KeySpec="AES_256"),
                lambda a: len(a["Plaintext"]) == 32)
    s.ok("its hidden form is the same key", KMS + "GenerateDataKey",
         lambda: c.decrypt(CiphertextBlob=data["CiphertextBlob"]), lambda a: a["Plaintext"] == data["Plaintext"])
    c.schedule_key_deletion(KeyId=other["KeyId"], PendingWindowInDays=7)
    s.refused("a key that is to go", KMS + "Decrypt", "KMSInvalidStateException",
              lambda: c.decrypt(CiphertextBlob=moved), 400)
    s.refused("no such key", KMS + "Encrypt", "NotFoundException",
              lambda: c.encrypt(KeyId="00000000-0000-0000-0000-000000000000", Plaintext=b"x"), 400)


def images(s):
    s.area, c = "ecr images", s.client("ecr")
    c.create_repository(repositoryName="suite/images")
    place = {"repositoryName": "suite/images"}

    def layer(blob):
        digest = "sha256:" + hashlib.sha256(blob).hexdigest()
        upload = c.initiate_layer_upload(**place)["uploadId"]
        c.upload_layer_part(**place, uploadId=upload, partFirstByte=0, partLastByte=len(blob) - 1, layerPartBlob=blob)
        return c.complete_layer_upload(**place, uploadId=upload, layerDigests=[digest])["layerDigest"]

    def manifest(*digests):
        return json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
                           "config": {"digest": digests[0]}, "layers": [{"digest": one} for one in digests[1:]]})

    absent = "sha256:" + "0" * 64
    one = s.ok("a layer in parts", ECR + "CompleteLayerUpload", lambda: layer(b"config"), lambda a: a.startswith("sha256:"))
    two = layer(b"layer")
    s.refused("the same layer again", ECR + "CompleteLayerUpload", "LayerAlreadyExistsException", lambda: layer(b"layer"))
    s.ok("what is there of layers", ECR + "BatchCheckLayerAvailability", lambda: c.batch_check_layer_availability(
        **place, layerDigests=[one, absent]),
        lambda a: [x["layerAvailability"] for x in a["layers"]] == ["AVAILABLE", "UNAVAILABLE"])
    s.refused("an image of a layer that is not there", ECR + "PutImage", "LayersNotFoundException",
              lambda: c.put_image(**place, imageManifest=manifest(one, absent), imageTag="1"))
    digest = s.ok("an image", ECR + "PutImage", lambda: c.put_image(
        **place, imageManifest=manifest(one, two), imageTag="1"),
        lambda a: a["image"]["imageId"]["imageTag"] == "1")["image"]["imageId"]["imageDigest"]
    s.refused("the same again", ECR + "PutImage", "ImageAlreadyExistsException",
              lambda: c.put_image(**place, imageManifest=manifest(one, two), imageTag="1"))
    s.refused("of another digest", ECR + "PutImage", "ImageDigestDoesNotMatchException",
              lambda: c.put_image(**place, imageManifest=manifest(one), imageTag="2", imageDigest=absent))
    s.ok("another takes its tag", ECR + "PutImage, imageTagMutability", lambda: c.put_image(
        **place, imageManifest=manifest(one), imageTag="1"))
    s.ok("and the first is untagged", ECR + "DescribeImages", lambda: c.describe_images(
        **place, imageIds=[{"imageDigest": digest}]), lambda a: a["imageDetails"][0].get("imageTags", []) == [])
    c.put_image_tag_mutability(**place, imageTagMutability="IMMUTABLE")
    s.refused("unless tags stay", ECR + "PutImage, imageTagMutability", "ImageTagAlreadyExistsException",
              lambda: c.put_image(**place, imageManifest=manifest(one, two), imageTag="1"))
    s.ok("what is there and what not", ECR + "BatchGetImage", lambda: c.batch_get_image(
        **place, imageIds=[{"imageTag": "1"}, {"imageTag": "9"}]),
        lambda a: json.loads(a["images"][0]["imageManifest"])["config"]["digest"] == one
        and [f["failureCode"] for f in a["failures"]] == ["ImageNotFound"])
    s.refused("no such image", ECR + "DescribeImages", "ImageNotFoundException",
              lambda: c.describe_images(**place, imageIds=[{"imageTag": "9"}]))
    s.refused("with images it stays", ECR + "DeleteRepository", "RepositoryNotEmptyException",
              lambda: c.delete_repository(**place))
    s.ok("images go", ECR + "BatchDeleteImage", lambda: c.batch_delete_image(
        **place, imageIds=[{"imageTag": "1"}, {"imageDigest": digest}]), lambda a: len(a["imageIds"]) == 2)
    s.ok("and then it goes", ECR + "DeleteRepository", lambda: c.delete_repository(**place))


def machines(s):
    s.area, c = "ec2 around", s.client("ec2")
    vpc = c.create_vpc(CidrBlock="10.77.0.0/16")["Vpc"]["VpcId"]
    subnet = c.create_subnet(VpcId=vpc, CidrBlock="10.77.0.0/24")["Subnet"]["SubnetId"]
    s.refused("a dry run that would go well", EC2 + "Dry run", "DryRunOperation",
              lambda: c.create_subnet(VpcId=vpc, CidrBlock="10.77.1.0/24", DryRun=True), 412)
    s.refused("a dry run that would not", EC2 + "Dry run", "InvalidSubnet.Conflict",
              lambda: c.create_subnet(VpcId=vpc, CidrBlock="10.77.0.0/24", DryRun=True), 400)
    s.ok("does nothing", EC2 + "Dry run", lambda: c.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}]),
         lambda a: len(a["Subnets"]) == 1)
    s.ok("the list that lets everything through", "VPC User Guide, Default network ACL", lambda: c.describe_network_acls(
        Filters=[{"Name": "vpc-id", "Values": [vpc]}, {"Name": "default", "Values": ["true"]}]),
        lambda a: [x["SubnetId"] for x in a["NetworkAcls"][0]["Associations"]] == [subnet]
        and len(a["NetworkAcls"][0]["Entries"]) == 4)
    image = c.describe_images(Owners=["amazon"])["Images"]
    name = image[0]["ImageId"] if image else "ami-0123456789abcdef0"
    machine = s.ok("a machine", EC2 + "RunInstances", lambda: c.run_instances(
        ImageId=name, InstanceType="t4g.small", MinCount=1, MaxCount=1, SubnetId=subnet),
        lambda a: a["Instances"]).get("Instances", [{}])[0].get("InstanceId")
    s.until("what it wrote on its console", EC2 + "GetConsoleOutput",
            lambda: "Linux version" in c.get_console_output(InstanceId=machine).get("Output", ""), True, (False,))
    s.refused("of no machine", EC2 + "GetConsoleOutput", "InvalidInstanceID.NotFound",
              lambda: c.get_console_output(InstanceId="i-0123456789abcdef0"), 400)
    c.terminate_instances(InstanceIds=[machine])
    group = c.create_security_group(GroupName="six", Description="x", VpcId=vpc)["GroupId"]
    s.refused("a rule for IPv6 that is not there", EC2 + "RevokeSecurityGroupEgress", "InvalidPermission.NotFound",
              lambda: c.revoke_security_group_egress(GroupId=group, IpPermissions=[
                  {"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}]), 400)


def failovers(s):
    s.area = "failover tests"
    ec2, rds, cache = s.client("ec2"), s.client("rds"), s.client("elasticache")
    vpc = ec2.create_vpc(CidrBlock="10.78.0.0/16")["Vpc"]["VpcId"]
    subnets = [ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.78.{n}.0/24", AvailabilityZone=f"ap-south-1{z}")[
        "Subnet"]["SubnetId"] for n, z in enumerate("ab")]
    rds.create_db_subnet_group(DBSubnetGroupName="around", DBSubnetGroupDescription="x", SubnetIds=subnets)
    for name, many in (("one", False), ("two", True)):
        rds.create_db_instance(
            DBInstanceIdentifier=f"around-{name}", Engine="postgres", DBInstanceClass="db.t4g.medium",
            AllocatedStorage=20, MasterUsername="suite", MasterUserPassword="not-a-secret", MultiAZ=many,
            DBSubnetGroupName="around")

    def status(name):
        return rds.describe_db_instances(DBInstanceIdentifier=f"around-{name}")["DBInstances"][0]["DBInstanceStatus"]

    for name in ("one", "two"):
        s.until(f"{name} is there", RDS + "DescribeDBInstances", lambda: status(name), "available",
                ("creating", "backing-up"))
    s.refused("no standby", RDS + "RebootDBInstance, ForceFailover", "InvalidParameterCombination",
              lambda: rds.reboot_db_instance(DBInstanceIdentifier="around-one", ForceFailover=True), 400)
    s.ok("to the standby", RDS + "RebootDBInstance, ForceFailover",
         lambda: rds.reboot_db_instance(DBInstanceIdentifier="around-two", ForceFailover=True))
    s.until("and back in service", RDS + "RebootDBInstance", lambda: status("two"), "available", ("rebooting",))
    cache.create_cache_subnet_group(CacheSubnetGroupName="around", CacheSubnetGroupDescription="x", SubnetIds=subnets)
    for name, count in (("around-one", 1), ("around-two", 2)):
        cache.create_replication_group(
            ReplicationGroupId=name, ReplicationGroupDescription="x", Engine="valkey", CacheNodeType="cache.t4g.small",
            NumCacheClusters=count, AutomaticFailoverEnabled=count > 1, CacheSubnetGroupName="around")

    def group(name):
        return cache.describe_replication_groups(ReplicationGroupId=name)["ReplicationGroups"][0]

    def primary():
        return [m["CacheClusterId"] for m in group("around-two")["NodeGroups"][0]["NodeGroupMembers"]
                if m["CurrentRole"] == "primary"]

    for name in ("around-one", "around-two"):
        s.until(f"{name} is there", CACHE + "DescribeReplicationGroups", lambda: group(name)["Status"], "available",
                ("creating",))
    s.refused("without a replica", CACHE + "TestFailover", "TestFailoverNotAvailableFault",
              lambda: cache.test_failover(ReplicationGroupId="around-one", NodeGroupId="0001"), 400)
    s.refused("of no node group", CACHE + "TestFailover", "NodeGroupNotFoundFault",
              lambda: cache.test_failover(ReplicationGroupId="around-two", NodeGroupId="0002"), 404)
    before = primary()
    s.ok("a test", CACHE + "TestFailover", lambda: cache.test_failover(
        ReplicationGroupId="around-two", NodeGroupId="0001"), lambda a: a["ReplicationGroup"]["Status"] == "modifying")
    s.until("ends", CACHE + "TestFailover", lambda: group("around-two")["Status"], "available", ("modifying",))
    s.ok("with another primary", CACHE + "TestFailover", primary, lambda a: len(a) == 1 and a != before)
