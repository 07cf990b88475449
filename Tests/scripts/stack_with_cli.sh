#!/usr/bin/env bash
# The AWS CLI makes a stack from VPC to RDS on `fake serve`, waits for it by its own waiters, and takes it away again.
# Usage: stack_with_cli.sh [BINARY]; the CLI is .venv's (Tests/scripts/fetch_suites).
set -euo pipefail
cd "$(dirname "$0")/../.."
binary=$(realpath "${1:-.build/release/reconcile}")
scratch=$(mktemp -d)
export AWS_ACCESS_KEY_ID=AKIDCLI AWS_SECRET_ACCESS_KEY=a+secret/of=ours AWS_PAGER=
export AWS_DEFAULT_REGION=ap-south-1
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
# A fast cloud: the CLI's waiters look every 15 or 30 seconds of the wall's.
"$binary" fake serve --cloud "$scratch/c.db" --speed 1000 >"$scratch/told" 2>"$scratch/errors" &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null || true; rm -rf "$scratch"' EXIT
until grep -q AWS_ENDPOINT_URL "$scratch/told"; do
    kill -0 $server || { cat "$scratch/errors"; exit 1; }
    sleep 0.1
done
AWS_ENDPOINT_URL=$(sed -n 's/^export AWS_ENDPOINT_URL=//p' "$scratch/told")
export AWS_ENDPOINT_URL
PYTHON=.venv/bin/python
aws() { "$PYTHON" -m awscli --output text "$@"; }
fail() {
    echo "not so: $*" >&2
    exit 1
}

vpc=$(aws ec2 create-vpc --cidr-block 10.9.0.0/16 --query Vpc.VpcId \
    --tag-specifications 'ResourceType=vpc,Tags=[{Key=Name,Value=suite}]')
aws ec2 wait vpc-available --vpc-ids "$vpc"
a=$(aws ec2 create-subnet --vpc-id "$vpc" --cidr-block 10.9.0.0/20 --availability-zone ap-south-1a --query Subnet.SubnetId)
b=$(aws ec2 create-subnet --vpc-id "$vpc" --cidr-block 10.9.16.0/20 --availability-zone ap-south-1b --query Subnet.SubnetId)
group=$(aws ec2 create-security-group --group-name suite --description suite --vpc-id "$vpc" --query GroupId)
aws ec2 authorize-security-group-ingress --group-id "$group" --protocol tcp --port 5432 --cidr 10.9.0.0/16 >/dev/null
aws rds create-db-subnet-group --db-subnet-group-name suite --db-subnet-group-description suite \
    --subnet-ids "$a" "$b" >/dev/null
aws rds create-db-instance --db-instance-identifier suite --engine postgres --db-instance-class db.t4g.medium \
    --allocated-storage 20 --master-username suite --master-user-password not-a-secret-of-anybody --multi-az \
    --db-subnet-group-name suite --vpc-security-group-ids "$group" >/dev/null
aws rds wait db-instance-available --db-instance-identifier suite
state=$(aws rds describe-db-instances --query 'DBInstances[].[DBInstanceIdentifier,DBInstanceStatus,Endpoint.Port]')
[ "$state" = $'suite\tavailable\t5432' ] || fail "$state"
if aws ec2 delete-vpc --vpc-id "$vpc" 2>"$scratch/refused"; then fail "a VPC in use went"; fi
grep -q DependencyViolation "$scratch/refused" || fail "$(cat "$scratch/refused")"
echo "made: $vpc with two subnets, a security group and a database"

aws s3 mb s3://suite-of-the-cli >/dev/null
echo "what it is" >"$scratch/file"
aws s3 cp "$scratch/file" s3://suite-of-the-cli/a/file >/dev/null
aws s3 cp s3://suite-of-the-cli/a/file "$scratch/again" >/dev/null
cmp "$scratch/file" "$scratch/again"
aws s3 rb s3://suite-of-the-cli --force >/dev/null
echo "a file went to S3 and came back the same"

aws rds delete-db-instance --db-instance-identifier suite --skip-final-snapshot >/dev/null
aws rds wait db-instance-deleted --db-instance-identifier suite
aws rds delete-db-subnet-group --db-subnet-group-name suite
# The database's network interfaces linger for a while.
for _ in $(seq 60); do
    if aws ec2 delete-security-group --group-id "$group" >/dev/null 2>&1; then break; fi
    sleep 1
done
aws ec2 delete-subnet --subnet-id "$a"
aws ec2 delete-subnet --subnet-id "$b"
aws ec2 delete-vpc --vpc-id "$vpc"
left=$("$PYTHON" - "$AWS_ENDPOINT_URL" <<'PYTHON'
import json
import sys
import urllib.request

request = urllib.request.Request(sys.argv[1] + "/", headers={"Accept": "application/json"})
page = json.load(urllib.request.urlopen(request, timeout=20))
print([one["id"] for one in page["resources"] if one["status"] not in ("deleted", "terminated")]
      + [name for name, call in page["calls"].items() if not call["known"]])
PYTHON
)
[ "$left" = "[]" ] || fail "left, or called though nobody answers: $left"
echo "destroyed; nothing is left, and every call was known"
