"""Roles, keys, secrets, parameters, logs, alarms, topics, repositories, budgets: what an account has besides machines."""
import json

from .steps import ACCOUNT, as_map, tags

TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})


def run(s):
    iam(s)
    budgets(s)
    quotas(s)
    for region in ("ap-south-1", "us-east-1"):
        keys(s, region)
        secrets(s, region)
        parameters(s, region)
        logs(s, region)
        alarms(s, region)
        topics(s, region)
        repositories(s, region)


def iam(s):
    s.area, api, c = "iam", "IAM API Reference, ", s.client("iam")
    for n in range(3):
        s.ok(f"role {n}", api + "CreateRole",
             lambda: c.create_role(RoleName=f"role-{n}", AssumeRolePolicyDocument=TRUST, Path="/suite/",
                                   Tags=tags(n=str(n))),
             lambda a: a["Role"]["Arn"] == f"arn:aws:iam::{ACCOUNT}:role/suite/role-{n}")
    s.refused("a name twice", api + "CreateRole, Errors", "EntityAlreadyExists",
              lambda: c.create_role(RoleName="role-0", AssumeRolePolicyDocument=TRUST), 409)
    s.refused("a policy that is none", api + "CreateRole, Errors", "MalformedPolicyDocument",
              lambda: c.create_role(RoleName="role-9", AssumeRolePolicyDocument="{"), 400)
    s.ok("the policy comes back as an object", api + "GetRole", lambda: c.get_role(RoleName="role-0"),
         lambda a: a["Role"]["AssumeRolePolicyDocument"] == json.loads(TRUST)
         and as_map(a["Role"]["Tags"]) == {"n": "0"})
    s.pages("roles in pages", api + "ListRoles, MaxItems", c, "list_roles", "MaxItems", 2,
            lambda a: [r["RoleName"] for r in a["Roles"]], ["role-0", "role-1", "role-2"], PathPrefix="/suite/")
    s.refused("an unknown role", api + "GetRole, Errors", "NoSuchEntity", lambda: c.get_role(RoleName="nobody"), 404)
    s.ok("an inline policy", api + "PutRolePolicy",
         lambda: c.put_role_policy(RoleName="role-0", PolicyName="read", PolicyDocument=POLICY))
    s.ok("and read back", api + "GetRolePolicy", lambda: c.get_role_policy(RoleName="role-0", PolicyName="read"),
         lambda a: a["PolicyDocument"] == json.loads(POLICY))
    arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    s.ok("a managed policy", api + "AttachRolePolicy", lambda: c.attach_role_policy(RoleName="role-0", PolicyArn=arn))
    s.ok("and listed", api + "ListAttachedRolePolicies", lambda: c.list_attached_role_policies(RoleName="role-0"),
         lambda a: [p["PolicyArn"] for p in a["AttachedPolicies"]] == [arn])
    s.ok("a profile", api + "CreateInstanceProfile", lambda: c.create_instance_profile(InstanceProfileName="machine"),
         lambda a: a["InstanceProfile"]["Roles"] == [])
    s.ok("with its role", api + "AddRoleToInstanceProfile",
         lambda: c.add_role_to_instance_profile(InstanceProfileName="machine", RoleName="role-0"))
    s.ok("all of a role at once: policies, profile and tags, but no description", api + "GetAccountAuthorizationDetails",
         lambda: c.get_account_authorization_details(Filter=["Role"]),
         lambda a: [(r["RolePolicyList"][0]["PolicyDocument"], [p["PolicyArn"] for p in r["AttachedManagedPolicies"]],
                     [p["InstanceProfileName"] for p in r["InstanceProfileList"]], "Tags" in r, "Description" in r)
                    for r in a["RoleDetailList"] if r["RoleName"] == "role-0"]
         == [(json.loads(POLICY), [arn], ["machine"], True, False)])
    s.refused("a filter that is none", api + "GetAccountAuthorizationDetails, Filter", "ValidationError",
              lambda: c.get_account_authorization_details(Filter=["Machine"]))
    s.refused("a second role", api + "AddRoleToInstanceProfile, Errors", "LimitExceeded",
              lambda: c.add_role_to_instance_profile(InstanceProfileName="machine", RoleName="role-1"), 409)
    s.refused("a role in use", api + "DeleteRole, Errors", "DeleteConflict", lambda: c.delete_role(RoleName="role-0"),
              409)
    s.ok("the role leaves", api + "RemoveRoleFromInstanceProfile",
         lambda: c.remove_role_from_instance_profile(InstanceProfileName="machine", RoleName="role-0"))
    s.ok("the profile goes", api + "DeleteInstanceProfile",
         lambda: c.delete_instance_profile(InstanceProfileName="machine"))
    s.ok("detached", api + "DetachRolePolicy", lambda: c.detach_role_policy(RoleName="role-0", PolicyArn=arn))
    s.ok("the policy goes", api + "DeleteRolePolicy",
         lambda: c.delete_role_policy(RoleName="role-0", PolicyName="read"))
    for n in range(3):
        s.ok(f"role {n} goes", api + "DeleteRole", lambda: c.delete_role(RoleName=f"role-{n}"))
    s.refused("a role that is gone", api + "DeleteRole, Errors", "NoSuchEntity",
              lambda: c.delete_role(RoleName="role-0"), 404)


def keys(s, region):
    s.area, api, c = f"kms {region}", "KMS API Reference, ", s.client("kms", region)
    key = s.ok("a key", api + "CreateKey", lambda: c.create_key(Description="suite", Tags=[
        {"TagKey": "n", "TagValue": "1"}]), lambda a: a["KeyMetadata"]["KeyState"] == "Enabled")["KeyMetadata"]["KeyId"]
    s.ok("an alias", api + "CreateAlias", lambda: c.create_alias(AliasName="alias/suite", TargetKeyId=key))
    s.refused("the alias twice", api + "CreateAlias, Errors", "AlreadyExistsException",
              lambda: c.create_alias(AliasName="alias/suite", TargetKeyId=key), 400)
    s.ok("found by its alias", api + "DescribeKey", lambda: c.describe_key(KeyId="alias/suite"),
         lambda a: a["KeyMetadata"]["KeyId"] == key)
    s.ok("rotation on", api + "EnableKeyRotation", lambda: c.enable_key_rotation(KeyId=key))
    s.ok("and read back", api + "GetKeyRotationStatus", lambda: c.get_key_rotation_status(KeyId=key),
         lambda a: a["KeyRotationEnabled"] is True)
    s.refused("an unknown key", api + "DescribeKey, Errors", "NotFoundException",
              lambda: c.describe_key(KeyId="11111111-2222-3333-4444-555555555555"), 400)
    s.ok("it ends in a week", api + "ScheduleKeyDeletion",
         lambda: c.schedule_key_deletion(KeyId=key, PendingWindowInDays=7))
    s.ok("and is pending", api + "DescribeKey", lambda: c.describe_key(KeyId=key),
         lambda a: a["KeyMetadata"]["KeyState"] == "PendingDeletion")
    s.refused("what is pending can't rotate", api + "EnableKeyRotation, Errors", "KMSInvalidStateException",
              lambda: c.enable_key_rotation(KeyId=key))
    s.ok("taken back", api + "CancelKeyDeletion", lambda: c.cancel_key_deletion(KeyId=key))
    s.ok("and disabled", api + "CancelKeyDeletion", lambda: c.describe_key(KeyId=key),
         lambda a: a["KeyMetadata"]["KeyState"] == "Disabled")
    s.ok("the alias goes", api + "DeleteAlias", lambda: c.delete_alias(AliasName="alias/suite"))
    s.refused("an alias that is gone", api + "DescribeKey, Errors", "NotFoundException",
              lambda: c.describe_key(KeyId="alias/suite"))


def secrets(s, region):
    s.area, api, c = f"secretsmanager {region}", "Secrets Manager API Reference, ", s.client("secretsmanager", region)
    token = "11111111-2222-3333-4444-555555555555"
    arn = s.ok("a secret", api + "CreateSecret",
               lambda: c.create_secret(Name="db/password", SecretString="s3cr3t & more", Tags=tags(n="1"),
                                       ClientRequestToken=token),
               lambda a: a["VersionId"] == token and f":{region}:" in a["ARN"])["ARN"]
    s.ok("the same token gives the same secret", api + "CreateSecret, ClientRequestToken",
         lambda: c.create_secret(Name="db/password", SecretString="s3cr3t & more", Tags=tags(n="1"),
                                 ClientRequestToken=token), lambda a: a["ARN"] == arn)
    s.refused("its name twice", api + "CreateSecret, Errors", "ResourceExistsException",
              lambda: c.create_secret(Name="db/password", SecretString="other"), 400)
    s.ok("its value", api + "GetSecretValue", lambda: c.get_secret_value(SecretId=arn),
         lambda a: a["SecretString"] == "s3cr3t & more" and a["VersionStages"] == ["AWSCURRENT"])
    s.ok("a new value", api + "PutSecretValue", lambda: c.put_secret_value(SecretId=arn, SecretString="new"))
    s.ok("is the current one", api + "GetSecretValue", lambda: c.get_secret_value(SecretId="db/password"),
         lambda a: a["SecretString"] == "new")
    s.ok("a random one", api + "GetRandomPassword", lambda: c.get_random_password(PasswordLength=40),
         lambda a: len(a["RandomPassword"]) == 40)
    s.refused("an unknown one", api + "GetSecretValue, Errors", "ResourceNotFoundException",
              lambda: c.get_secret_value(SecretId="nothing"), 400)
    s.ok("it ends in a week", api + "DeleteSecret", lambda: c.delete_secret(SecretId=arn, RecoveryWindowInDays=7),
         lambda a: "DeletionDate" in a)
    s.refused("its name is kept", api + "CreateSecret, Errors", "InvalidRequestException",
              lambda: c.create_secret(Name="db/password", SecretString="other"))
    s.refused("its value is not given", api + "GetSecretValue, Errors", "InvalidRequestException",
              lambda: c.get_secret_value(SecretId=arn))
    s.ok("taken back", api + "RestoreSecret", lambda: c.restore_secret(SecretId=arn), lambda a: a["ARN"] == arn)
    s.ok("gone at once", api + "DeleteSecret",
         lambda: c.delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True))
    s.until_refused("and unknown", api + "DescribeSecret, Errors", "ResourceNotFoundException",
                    lambda: c.describe_secret(SecretId=arn))


def parameters(s, region):
    s.area, api, c = f"ssm {region}", "Systems Manager API Reference, ", s.client("ssm", region)
    s.ok("a parameter", api + "PutParameter",
         lambda: c.put_parameter(Name="/suite/a", Value="x < y", Type="String", Tags=tags(n="1")),
         lambda a: a["Version"] == 1)
    s.refused("its name twice", api + "PutParameter, Errors", "ParameterAlreadyExists",
              lambda: c.put_parameter(Name="/suite/a", Value="y", Type="String"), 400)
    s.ok("overwritten", api + "PutParameter", lambda: c.put_parameter(Name="/suite/a", Value="y", Overwrite=True),
         lambda a: a["Version"] == 2)
    s.ok("read", api + "GetParameter", lambda: c.get_parameter(Name="/suite/a"),
         lambda a: a["Parameter"]["Value"] == "y" and a["Parameter"]["Version"] == 2)
    s.ok("several, with what is not there", api + "GetParameters",
         lambda: c.get_parameters(Names=["/suite/a", "/suite/b"]), lambda a: a["InvalidParameters"] == ["/suite/b"])
    s.ok("it goes", api + "DeleteParameter", lambda: c.delete_parameter(Name="/suite/a"))
    s.refused("it is gone", api + "GetParameter, Errors", "ParameterNotFound",
              lambda: c.get_parameter(Name="/suite/a"), 400)
    text = json.dumps({"schemaVersion": "2.2", "description": "d", "mainSteps": []})
    s.ok("a document", api + "CreateDocument",
         lambda: c.create_document(Name="suite-doc", Content=text, DocumentType="Command", DocumentFormat="JSON"),
         lambda a: a["DocumentDescription"]["Name"] == "suite-doc")
    s.refused("its name twice", api + "CreateDocument, Errors", "DocumentAlreadyExists",
              lambda: c.create_document(Name="suite-doc", Content=text, DocumentType="Command"))
    s.ok("its content", api + "GetDocument", lambda: c.get_document(Name="suite-doc"),
         lambda a: json.loads(a["Content"]) == json.loads(text))
    s.ok("it goes", api + "DeleteDocument", lambda: c.delete_document(Name="suite-doc"))
    s.refused("it is gone", api + "DescribeDocument, Errors", "InvalidDocument",
              lambda: c.describe_document(Name="suite-doc"))


def logs(s, region):
    s.area, api, c = f"logs {region}", "CloudWatch Logs API Reference, ", s.client("logs", region)
    names = [f"/suite/{n}" for n in range(3)]
    for name in names:
        s.ok(f"group {name}", api + "CreateLogGroup", lambda: c.create_log_group(logGroupName=name, tags={"n": "1"}))
    s.refused("its name twice", api + "CreateLogGroup, Errors", "ResourceAlreadyExistsException",
              lambda: c.create_log_group(logGroupName=names[0]), 400)
    s.ok("kept for 14 days", api + "PutRetentionPolicy",
         lambda: c.put_retention_policy(logGroupName=names[0], retentionInDays=14))
    s.ok("and read back", api + "DescribeLogGroups", lambda: c.describe_log_groups(logGroupNamePrefix=names[0]),
         lambda a: a["logGroups"][0]["retentionInDays"] == 14)
    s.pages("groups in pages", api + "DescribeLogGroups, limit", c, "describe_log_groups", "limit", 2,
            lambda a: [g["logGroupName"] for g in a["logGroups"]], names, logGroupNamePrefix="/suite/")
    for name in names:
        s.ok(f"{name} goes", api + "DeleteLogGroup", lambda: c.delete_log_group(logGroupName=name))
    s.refused("a group that is gone", api + "DeleteLogGroup, Errors", "ResourceNotFoundException",
              lambda: c.delete_log_group(logGroupName=names[0]), 400)


def alarms(s, region):
    s.area, api, c = f"cloudwatch {region}", "CloudWatch API Reference, ", s.client("cloudwatch", region)
    given = {"AlarmName": "busy", "MetricName": "CPUUtilization", "Namespace": "AWS/EC2", "Statistic": "Average",
             "Period": 60, "EvaluationPeriods": 2, "Threshold": 80.5, "ComparisonOperator": "GreaterThanThreshold"}
    s.ok("an alarm", api + "PutMetricAlarm", lambda: c.put_metric_alarm(**given))
    s.ok("read back", api + "DescribeAlarms", lambda: c.describe_alarms(AlarmNames=["busy"]),
         lambda a: a["MetricAlarms"][0]["Threshold"] == 80.5
         and a["MetricAlarms"][0]["StateValue"] == "INSUFFICIENT_DATA")
    s.ok("the same name is the same alarm", api + "PutMetricAlarm",
         lambda: c.put_metric_alarm(**dict(given, Threshold=90)))
    s.ok("with the new threshold", api + "DescribeAlarms", lambda: c.describe_alarms(AlarmNames=["busy"]),
         lambda a: [x["Threshold"] for x in a["MetricAlarms"]] == [90.0])
    s.ok("it goes", api + "DeleteAlarms", lambda: c.delete_alarms(AlarmNames=["busy"]))
    s.ok("it is gone", api + "DescribeAlarms", lambda: c.describe_alarms(AlarmNames=["busy"]),
         lambda a: a["MetricAlarms"] == [])


def topics(s, region):
    s.area, api, c = f"sns {region}", "SNS API Reference, ", s.client("sns", region)
    arn = s.ok("a topic", api + "CreateTopic", lambda: c.create_topic(Name="suite", Tags=tags(n="1")),
               lambda a: a["TopicArn"] == f"arn:aws:sns:{region}:{ACCOUNT}:suite")["TopicArn"]
    s.ok("the same name gives the same topic", api + "CreateTopic",
         lambda: c.create_topic(Name="suite", Tags=tags(n="1")), lambda a: a["TopicArn"] == arn)
    s.ok("its attributes", api + "GetTopicAttributes", lambda: c.get_topic_attributes(TopicArn=arn),
         lambda a: a["Attributes"]["Owner"] == ACCOUNT and a["Attributes"]["SubscriptionsConfirmed"] == "0")
    s.ok("a name to show", api + "SetTopicAttributes",
         lambda: c.set_topic_attributes(TopicArn=arn, AttributeName="DisplayName", AttributeValue="Suite"))
    s.ok("and read back", api + "GetTopicAttributes", lambda: c.get_topic_attributes(TopicArn=arn),
         lambda a: a["Attributes"]["DisplayName"] == "Suite")
    s.ok("its tags", api + "ListTagsForResource", lambda: c.list_tags_for_resource(ResourceArn=arn),
         lambda a: as_map(a["Tags"]) == {"n": "1"})
    s.ok("it goes", api + "DeleteTopic", lambda: c.delete_topic(TopicArn=arn))
    s.ok("it goes twice", api + "DeleteTopic: idempotent", lambda: c.delete_topic(TopicArn=arn))
    s.refused("it is gone", api + "GetTopicAttributes, Errors", "NotFound",
              lambda: c.get_topic_attributes(TopicArn=arn), 404)


def repositories(s, region):
    s.area, api, c = f"ecr {region}", "ECR API Reference, ", s.client("ecr", region)
    s.ok("a repository", api + "CreateRepository", lambda: c.create_repository(repositoryName="suite/a"),
         lambda a: a["repository"]["repositoryUri"] == f"{ACCOUNT}.dkr.ecr.{region}.amazonaws.com/suite/a")
    s.refused("its name twice", api + "CreateRepository, Errors", "RepositoryAlreadyExistsException",
              lambda: c.create_repository(repositoryName="suite/a"), 400)
    s.ok("tags that stay", api + "PutImageTagMutability",
         lambda: c.put_image_tag_mutability(repositoryName="suite/a", imageTagMutability="IMMUTABLE"))
    s.ok("and read back", api + "DescribeRepositories",
         lambda: c.describe_repositories(repositoryNames=["suite/a"]),
         lambda a: a["repositories"][0]["imageTagMutability"] == "IMMUTABLE")
    s.refused("no rules for its images", api + "GetLifecyclePolicy, Errors", "LifecyclePolicyNotFoundException",
              lambda: c.get_lifecycle_policy(repositoryName="suite/a"), 400)
    s.ok("no images", api + "ListImages", lambda: c.list_images(repositoryName="suite/a"),
         lambda a: a["imageIds"] == [])
    s.ok("it goes", api + "DeleteRepository", lambda: c.delete_repository(repositoryName="suite/a"))
    s.refused("it is gone", api + "DescribeRepositories, Errors", "RepositoryNotFoundException",
              lambda: c.describe_repositories(repositoryNames=["suite/a"]), 400)


def budgets(s):
    s.area, api, c = "budgets", "Budgets API Reference, ", s.client("budgets", "us-east-1")
    budget = {"BudgetName": "month", "BudgetType": "COST", "TimeUnit": "MONTHLY",
              "BudgetLimit": {"Amount": "100", "Unit": "USD"}}
    s.ok("a budget", api + "CreateBudget", lambda: c.create_budget(AccountId=ACCOUNT, Budget=budget))
    s.refused("its name twice", api + "CreateBudget, Errors", "DuplicateRecordException",
              lambda: c.create_budget(AccountId=ACCOUNT, Budget=budget), 400)
    s.ok("read back", api + "DescribeBudget", lambda: c.describe_budget(AccountId=ACCOUNT, BudgetName="month"),
         lambda a: a["Budget"]["BudgetLimit"]["Unit"] == "USD" and float(a["Budget"]["BudgetLimit"]["Amount"]) == 100)
    s.ok("it goes", api + "DeleteBudget", lambda: c.delete_budget(AccountId=ACCOUNT, BudgetName="month"))
    s.refused("it is gone", api + "DescribeBudget, Errors", "NotFoundException",
              lambda: c.describe_budget(AccountId=ACCOUNT, BudgetName="month"), 400)


def quotas(s):
    s.area, api, c = "service-quotas", "Service Quotas API Reference, ", s.client("service-quotas")
    s.ok("how many VPCs", api + "GetServiceQuota",
         lambda: c.get_service_quota(ServiceCode="vpc", QuotaCode="L-F678F1CE"), lambda a: a["Quota"]["Value"] >= 5)
    s.refused("a quota that is none", api + "GetServiceQuota, Errors", "NoSuchResourceException",
              lambda: c.get_service_quota(ServiceCode="vpc", QuotaCode="L-00000000"), 400)
    s.ok("what is allowed without a raise", api + "GetAWSDefaultServiceQuota",
         lambda: c.get_aws_default_service_quota(ServiceCode="vpc", QuotaCode="L-FE5A380F"),
         lambda a: a["Quota"]["Value"] == 5)
    s.refused("less than there is, asked for", api + "RequestServiceQuotaIncrease, Errors", "IllegalArgumentException",
              lambda: c.request_service_quota_increase(ServiceCode="vpc", QuotaCode="L-FE5A380F", DesiredValue=4), 400)
    s.ok("a raise", api + "RequestServiceQuotaIncrease",
         lambda: c.request_service_quota_increase(ServiceCode="vpc", QuotaCode="L-FE5A380F", DesiredValue=7),
         lambda a: a["RequestedQuota"]["Status"] == "PENDING" and a["RequestedQuota"]["DesiredValue"] == 7)
    s.until("is granted after a while", api + "ListRequestedServiceQuotaChangeHistory",
            lambda: c.list_requested_service_quota_change_history(ServiceCode="vpc")["RequestedQuotas"][0]["Status"],
            "APPROVED", through=("PENDING",))
    s.ok("and counts then", api + "GetServiceQuota",
         lambda: c.get_service_quota(ServiceCode="vpc", QuotaCode="L-FE5A380F"), lambda a: a["Quota"]["Value"] == 7)
