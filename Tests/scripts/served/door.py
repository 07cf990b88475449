"""Who is let in, and what is said about what is not there."""
from .steps import ACCOUNT

IAM = "IAM API Reference, Common Errors"
EC2 = "EC2 API Reference, Error codes"
SSM = "Systems Manager API Reference, Common Errors"
EKS = "EKS API Reference, Common Errors"


def run(s):
    s.area = "door"
    for region in ("ap-south-1", "us-east-1"):
        s.ok(f"who am I in {region}", "STS API Reference, GetCallerIdentity",
             lambda: s.client("sts", region).get_caller_identity(),
             lambda a: a["Account"] == ACCOUNT and a["Arn"].startswith(f"arn:aws:iam::{ACCOUNT}:"))
    wrong = [
        ("sts", lambda c: c.get_caller_identity(), "InvalidClientTokenId", "SignatureDoesNotMatch", IAM, 403),
        ("iam", lambda c: c.list_roles(), "InvalidClientTokenId", "SignatureDoesNotMatch", IAM, 403),
        ("rds", lambda c: c.describe_db_instances(), "InvalidClientTokenId", "SignatureDoesNotMatch", IAM, 403),
        ("elbv2", lambda c: c.describe_load_balancers(), "InvalidClientTokenId", "SignatureDoesNotMatch", IAM, 403),
        ("ec2", lambda c: c.describe_vpcs(), "AuthFailure", "AuthFailure", EC2, 401),
        ("ssm", lambda c: c.get_parameter(Name="x"), "UnrecognizedClientException", "InvalidSignatureException", SSM,
         400),
        ("secretsmanager", lambda c: c.list_secrets(), "UnrecognizedClientException", "InvalidSignatureException", SSM,
         400),
        ("eks", lambda c: c.list_clusters(), "UnrecognizedClientException", "InvalidSignatureException", EKS, 403),
        ("route53", lambda c: c.list_hosted_zones(), "InvalidClientTokenId", "SignatureDoesNotMatch", IAM, 403),
        ("cloudfront", lambda c: c.list_distributions(), "InvalidClientTokenId", "SignatureDoesNotMatch", IAM, 403),
    ]
    for service, call, unknown, mismatch, source, status in wrong:
        s.refused(f"{service}: an access key that nobody has", source, unknown,
                  lambda: call(s.client(service, key="AKIAOTHER")), status)
        s.refused(f"{service}: a wrong secret", source, mismatch,
                  lambda: call(s.client(service, secret="wrong")), status)
    unknown = [
        ("ec2", lambda c: c.describe_fpga_images(), "InvalidAction", 400, EC2),
        ("rds", lambda c: c.describe_events(), "InvalidAction", 400, "RDS API Reference, Common Errors"),
        ("ssm", lambda c: c.list_associations(), "UnknownOperationException", 400, "Smithy 2.0, awsJson1_1"),
    ]
    for service, call, code, status, source in unknown:
        s.refused(f"{service}: an operation that is not there", source, code, lambda: call(s.client(service)), status)
