"""S3: buckets, objects, conditional writes, versions."""
import hashlib

API = "S3 API Reference, "
GUIDE = "S3 User Guide, "


def run(steps, region):
    steps.area = f"s3 {region}"
    c = steps.client("s3", region)
    name = f"suite-objects-{region}"
    made = {} if region == "us-east-1" else {
        "CreateBucketConfiguration": {"LocationConstraint": region}}
    buckets(steps, c, region, name, made)
    objects(steps, c, name)
    conditions(steps, c, name)
    versions(steps, c, name)
    steps.refused("a bucket with something in it stays", API + "DeleteBucket", "BucketNotEmpty",
                  lambda: c.delete_bucket(Bucket=name), 409)
    for one in c.list_object_versions(Bucket=name).get("Versions", []) + c.list_object_versions(
            Bucket=name).get("DeleteMarkers", []):
        c.delete_object(Bucket=name, Key=one["Key"], VersionId=one["VersionId"])
    steps.ok("an empty one goes", API + "DeleteBucket", lambda: c.delete_bucket(Bucket=name))
    steps.refused("and is gone", API + "HeadBucket", "404", lambda: c.head_bucket(Bucket=name), 404)


def buckets(steps, c, region, name, made):
    steps.refused("a name with two dots in a row", GUIDE + "Bucket naming rules", "InvalidBucketName",
                  lambda: c.create_bucket(Bucket=name.replace("suite", "su..ite"), **made))
    if region != "us-east-1":
        steps.refused("no place said", API + "CreateBucket, LocationConstraint", "IllegalLocationConstraintException",
                      lambda: c.create_bucket(Bucket=name), 400)
    steps.ok("a bucket", API + "CreateBucket", lambda: c.create_bucket(Bucket=name, **made),
             lambda a: a["Location"])
    if region == "us-east-1":
        steps.ok("again is no mistake here", API + "CreateBucket, BucketAlreadyOwnedByYou",
                 lambda: c.create_bucket(Bucket=name))
    else:
        steps.refused("again", API + "CreateBucket, BucketAlreadyOwnedByYou", "BucketAlreadyOwnedByYou",
                      lambda: c.create_bucket(Bucket=name, **made), 409)
    steps.ok("its region", API + "HeadBucket", lambda: c.head_bucket(Bucket=name),
             lambda a: a["BucketRegion"] == region)
    steps.ok("its place", API + "GetBucketLocation", lambda: c.get_bucket_location(Bucket=name),
             lambda a: a.get("LocationConstraint") == (None if region == "us-east-1" else region))
    steps.ok("it is listed", API + "ListBuckets", c.list_buckets, lambda a: name in [b["Name"] for b in a["Buckets"]])
    steps.ok("closed to the public from the start", GUIDE + "Default settings for new S3 buckets",
             lambda: c.get_public_access_block(Bucket=name),
             lambda a: all(a["PublicAccessBlockConfiguration"].values()))
    steps.ok("opened in part", API + "PutPublicAccessBlock", lambda: c.put_public_access_block(
        Bucket=name, PublicAccessBlockConfiguration={"BlockPublicAcls": True}))
    steps.ok("the rest is open", API + "GetPublicAccessBlock", lambda: c.get_public_access_block(Bucket=name),
             lambda a: a["PublicAccessBlockConfiguration"]["BlockPublicAcls"]
             and not a["PublicAccessBlockConfiguration"]["BlockPublicPolicy"])
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}, "BucketKeyEnabled": True}
    steps.ok("encrypted from the start", GUIDE + "Setting default server-side encryption",
             lambda: c.get_bucket_encryption(Bucket=name), lambda a: a["ServerSideEncryptionConfiguration"]["Rules"][0][
                 "ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256")
    steps.ok("by another key", API + "PutBucketEncryption", lambda: c.put_bucket_encryption(
        Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]}))
    steps.ok("it is so", API + "GetBucketEncryption", lambda: c.get_bucket_encryption(Bucket=name),
             lambda a: a["ServerSideEncryptionConfiguration"]["Rules"] == [rule])
    steps.refused("no tags", API + "GetBucketTagging", "NoSuchTagSet", lambda: c.get_bucket_tagging(Bucket=name), 404)
    steps.ok("tags", API + "PutBucketTagging", lambda: c.put_bucket_tagging(
        Bucket=name, Tagging={"TagSet": [{"Key": "team", "Value": "suite"}]}))
    steps.ok("they are read", API + "GetBucketTagging", lambda: c.get_bucket_tagging(Bucket=name),
             lambda a: a["TagSet"] == [{"Key": "team", "Value": "suite"}])
    steps.refused("of another account", GUIDE + "Verifying bucket ownership", "AccessDenied",
                  lambda: c.list_objects_v2(Bucket=name, ExpectedBucketOwner="999999999999"), 403)
    steps.refused("no such bucket", API + "ListObjectsV2", "NoSuchBucket",
                  lambda: c.list_objects_v2(Bucket=name + "-not"), 404)


def objects(steps, c, name):
    body = "what it is: ä\x00\n".encode()
    tag = f'"{hashlib.md5(body).hexdigest()}"'
    steps.ok("an object", API + "PutObject", lambda: c.put_object(
        Bucket=name, Key="a/b c/+ü.txt", Body=body, ContentType="text/plain", Metadata={"who": "suite"}),
        lambda a: a["ETag"] == tag and "VersionId" not in a)
    steps.ok("its bytes", API + "GetObject", lambda: c.get_object(Bucket=name, Key="a/b c/+ü.txt"),
             lambda a: a["Body"].read() == body and a["ContentLength"] == len(body)
             and a["ContentType"] == "text/plain" and a["Metadata"] == {"who": "suite"} and a["ETag"] == tag)
    steps.ok("its head", API + "HeadObject", lambda: c.head_object(Bucket=name, Key="a/b c/+ü.txt"),
             lambda a: a["ContentLength"] == len(body) and a["ServerSideEncryption"] == "aws:kms")
    steps.ok("a name that ends in a slash", GUIDE + "Organizing objects using folders",
             lambda: c.put_object(Bucket=name, Key="a/", Body=b""), lambda a: a["ETag"])
    for number in range(5):
        c.put_object(Bucket=name, Key=f"z/{number}", Body=b"z")
    steps.ok("folders by a delimiter", API + "ListObjectsV2", lambda: c.list_objects_v2(Bucket=name, Delimiter="/"),
             lambda a: [p["Prefix"] for p in a["CommonPrefixes"]] == ["a/", "z/"] and a["KeyCount"] == 2)
    steps.ok("inside one", API + "ListObjectsV2", lambda: c.list_objects_v2(Bucket=name, Prefix="a/"),
             lambda a: [o["Key"] for o in a["Contents"]] == ["a/", "a/b c/+ü.txt"])
    steps.ok("in pages", API + "ListObjectsV2", lambda: [
        o["Key"] for page in c.get_paginator("list_objects_v2").paginate(
            Bucket=name, Prefix="z/", PaginationConfig={"PageSize": 2}) for o in page["Contents"]],
        lambda a: a == [f"z/{n}" for n in range(5)])
    steps.ok("many are deleted at once", API + "DeleteObjects", lambda: c.delete_objects(
        Bucket=name, Delete={"Objects": [{"Key": f"z/{n}"} for n in range(5)]}),
        lambda a: len(a["Deleted"]) == 5)
    steps.ok("what is gone can be deleted", API + "DeleteObject", lambda: c.delete_object(Bucket=name, Key="z/1"))
    steps.refused("what is gone is not there", API + "GetObject, NoSuchKey", "NoSuchKey",
                  lambda: c.get_object(Bucket=name, Key="z/1"), 404)
    steps.refused("its head neither", API + "HeadObject", "404", lambda: c.head_object(Bucket=name, Key="z/1"), 404)
    steps.refused("a body that came in otherwise", API + "PutObject, Content-MD5", "BadDigest",
                  lambda: c.put_object(Bucket=name, Key="x", Body=b"x", ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg=="), 400)


def conditions(steps, c, name):
    source = GUIDE + "Conditional writes"
    first = steps.ok("only when it is not there", source, lambda: c.put_object(
        Bucket=name, Key="lease", Body=b"one", IfNoneMatch="*"), lambda a: a["ETag"]).get("ETag")
    steps.refused("there it is", source, "PreconditionFailed",
                  lambda: c.put_object(Bucket=name, Key="lease", Body=b"two", IfNoneMatch="*"), 412)
    second = steps.ok("only over the very one", source, lambda: c.put_object(
        Bucket=name, Key="lease", Body=b"two", IfMatch=first), lambda a: a["ETag"] != first).get("ETag")
    steps.refused("which it is no more", source, "PreconditionFailed",
                  lambda: c.put_object(Bucket=name, Key="lease", Body=b"three", IfMatch=first), 412)
    steps.refused("over nothing", source, "NoSuchKey",
                  lambda: c.put_object(Bucket=name, Key="none", Body=b"three", IfMatch=first), 404)
    steps.refused("a read of another one", API + "GetObject, If-Match", "PreconditionFailed",
                  lambda: c.get_object(Bucket=name, Key="lease", IfMatch=first), 412)
    steps.refused("a read of the known one", API + "GetObject, If-None-Match", "304",
                  lambda: c.get_object(Bucket=name, Key="lease", IfNoneMatch=second), 304)
    delete = GUIDE + "Conditional deletes"
    steps.refused("a delete of another one", delete, "PreconditionFailed",
                  lambda: c.delete_object(Bucket=name, Key="lease", IfMatch=first), 412)
    steps.ok("a delete of the very one", delete, lambda: c.delete_object(Bucket=name, Key="lease", IfMatch=second))


def versions(steps, c, name):
    source = GUIDE + "Working with objects in a versioning-enabled bucket"
    steps.ok("never versioned", API + "GetBucketVersioning", lambda: c.get_bucket_versioning(Bucket=name),
             lambda a: "Status" not in a)
    c.put_object(Bucket=name, Key="v", Body=b"0")
    steps.ok("versioned from now on", API + "PutBucketVersioning", lambda: c.put_bucket_versioning(
        Bucket=name, VersioningConfiguration={"Status": "Enabled"}))
    steps.ok("it says so", API + "GetBucketVersioning", lambda: c.get_bucket_versioning(Bucket=name),
             lambda a: a["Status"] == "Enabled")
    one = steps.ok("a version", source, lambda: c.put_object(Bucket=name, Key="v", Body=b"1"),
                   lambda a: a["VersionId"]).get("VersionId")
    steps.ok("the older one is there", source, lambda: c.get_object(Bucket=name, Key="v", VersionId="null"),
             lambda a: a["Body"].read() == b"0")
    marker = steps.ok("a delete leaves a marker", source, lambda: c.delete_object(Bucket=name, Key="v"),
                      lambda a: a["DeleteMarker"] and a["VersionId"]).get("VersionId")
    steps.refused("behind which nothing is seen", source, "NoSuchKey", lambda: c.get_object(Bucket=name, Key="v"), 404)
    steps.ok("versions and marker", API + "ListObjectVersions", lambda: c.list_object_versions(Bucket=name, Prefix="v"),
             lambda a: [v["VersionId"] for v in a["Versions"]] == [one, "null"]
             and [m["VersionId"] for m in a["DeleteMarkers"]] == [marker])
    steps.ok("the marker goes", source, lambda: c.delete_object(Bucket=name, Key="v", VersionId=marker))
    steps.ok("and the newest is back", source, lambda: c.get_object(Bucket=name, Key="v"),
             lambda a: a["Body"].read() == b"1" and a["VersionId"] == one)
    steps.refused("no such version", API + "GetObject", "NoSuchVersion",
                  lambda: c.get_object(Bucket=name, Key="v", VersionId="0" * 32), 404)
