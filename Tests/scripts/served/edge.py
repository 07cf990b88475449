"""Zones and records, health checks, certificates, distributions."""
from .steps import as_map, tags

DNS = "Route 53 API Reference, "
ACM = "ACM API Reference, "
CDN = "CloudFront API Reference, "


def run(s):
    zone = zones(s)
    certificates(s, zone)
    distributions(s)


def change(c, zone, action, **record):
    return c.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [
        {"Action": action, "ResourceRecordSet": record}]})


def zones(s):
    s.area, c = "route53", s.client("route53")
    answer = s.ok("a zone", DNS + "CreateHostedZone",
                  lambda: c.create_hosted_zone(Name="suite.example", CallerReference="1"),
                  lambda a: a["HostedZone"]["Name"] == "suite.example." and a["HostedZone"]["Id"].startswith("/hostedzone/")
                  and a["ResponseMetadata"]["HTTPStatusCode"] == 201
                  and "location" in a["ResponseMetadata"]["HTTPHeaders"]
                  and len(a["DelegationSet"]["NameServers"]) == 4)
    zone = answer["HostedZone"]["Id"]
    s.refused("its reference twice", DNS + "CreateHostedZone, Errors", "HostedZoneAlreadyExists",
              lambda: c.create_hosted_zone(Name="suite.example", CallerReference="1"), 409)
    s.until("the change is in sync", DNS + "GetChange", lambda: c.get_change(Id=answer["ChangeInfo"]["Id"])[
        "ChangeInfo"]["Status"], "INSYNC", ("PENDING",))
    s.ok("tagged", DNS + "ChangeTagsForResource",
         lambda: c.change_tags_for_resource(ResourceType="hostedzone", ResourceId=zone.split("/")[-1],
                                            AddTags=tags(n="1")))
    s.ok("and read back", DNS + "ListTagsForResource",
         lambda: c.list_tags_for_resource(ResourceType="hostedzone", ResourceId=zone.split("/")[-1]),
         lambda a: as_map(a["ResourceTagSet"]["Tags"]) == {"n": "1"})
    record = dict(Name="www.suite.example", Type="A", TTL=60, ResourceRecords=[{"Value": "192.0.2.1"}])
    s.ok("a record", DNS + "ChangeResourceRecordSets", lambda: change(c, zone, "CREATE", **record),
         lambda a: a["ChangeInfo"]["Status"] == "PENDING")
    s.refused("the record twice", DNS + "ChangeResourceRecordSets, Errors", "InvalidChangeBatch",
              lambda: change(c, zone, "CREATE", **record), 400)
    s.ok("upserted", DNS + "ChangeResourceRecordSets",
         lambda: change(c, zone, "UPSERT", **dict(record, TTL=30)))
    s.refused("deleted with other values", DNS + "ChangeResourceRecordSets, Errors", "InvalidChangeBatch",
              lambda: change(c, zone, "DELETE", **record), 400)
    s.ok("records, with the zone's own", DNS + "ListResourceRecordSets",
         lambda: c.list_resource_record_sets(HostedZoneId=zone),
         lambda a: sorted((r["Type"], r.get("TTL")) for r in a["ResourceRecordSets"])
         == [("A", 30), ("NS", 172800), ("SOA", 900)])
    s.refused("a zone in use", DNS + "DeleteHostedZone, Errors", "HostedZoneNotEmpty",
              lambda: c.delete_hosted_zone(Id=zone), 400)
    s.refused("an unknown zone", DNS + "GetHostedZone, Errors", "NoSuchHostedZone",
              lambda: c.get_hosted_zone(Id="Z0123456789ABC"), 404)
    config = {"Type": "HTTPS", "FullyQualifiedDomainName": "www.suite.example", "ResourcePath": "/ok",
              "RequestInterval": 10, "FailureThreshold": 3}
    check = s.ok("a health check", DNS + "CreateHealthCheck",
                 lambda: c.create_health_check(CallerReference="1", HealthCheckConfig=config),
                 lambda a: a["HealthCheck"]["HealthCheckConfig"]["ResourcePath"] == "/ok")["HealthCheck"]["Id"]
    s.ok("the same again is the same", DNS + "CreateHealthCheck, CallerReference",
         lambda: c.create_health_check(CallerReference="1", HealthCheckConfig=config),
         lambda a: a["HealthCheck"]["Id"] == check)
    s.refused("another with its reference", DNS + "CreateHealthCheck, Errors", "HealthCheckAlreadyExists",
              lambda: c.create_health_check(CallerReference="1", HealthCheckConfig=dict(config, FailureThreshold=2)),
              409)
    s.ok("it goes", DNS + "DeleteHealthCheck", lambda: c.delete_health_check(HealthCheckId=check))
    s.refused("its reference is spent", DNS + "CreateHealthCheck, CallerReference", "HealthCheckAlreadyExists",
              lambda: c.create_health_check(CallerReference="1", HealthCheckConfig=config), 409)
    s.refused("it is gone", DNS + "GetHealthCheck, Errors", "NoSuchHealthCheck",
              lambda: c.get_health_check(HealthCheckId=check), 404)
    s.ok("the record goes", DNS + "ChangeResourceRecordSets",
         lambda: change(c, zone, "DELETE", **dict(record, TTL=30)))
    return zone


def certificates(s, zone):
    dns = s.client("route53")
    for region in ("ap-south-1", "us-east-1"):
        s.area, c = f"acm {region}", s.client("acm", region)
        given = dict(DomainName="www.suite.example", ValidationMethod="DNS", IdempotencyToken="one", Tags=tags(n="1"))
        arn = s.ok("a certificate", ACM + "RequestCertificate", lambda: c.request_certificate(**given),
                   lambda a: f":{region}:" in a["CertificateArn"])["CertificateArn"]
        s.ok("the same token gives the same one", ACM + "RequestCertificate, IdempotencyToken",
             lambda: c.request_certificate(**given), lambda a: a["CertificateArn"] == arn)
        found = {}

        def told():
            option = c.describe_certificate(CertificateArn=arn)["Certificate"]["DomainValidationOptions"][0]
            found.update(option.get("ResourceRecord", {}))
            return bool(found)

        s.until("what to put into DNS is told after a while", ACM + "DomainValidation, ResourceRecord", told, True)
        s.ok("it waits for that", ACM + "DescribeCertificate", lambda: c.describe_certificate(CertificateArn=arn),
             # The record of the first region's certificate proves the second one, too.
             lambda a: a["Certificate"]["Status"] in ("PENDING_VALIDATION", "ISSUED"))
        change(dns, zone, "UPSERT", Name=found["Name"], Type=found["Type"], TTL=60,
               ResourceRecords=[{"Value": found["Value"]}])
        s.until("it is issued", ACM + "DescribeCertificate",
                lambda: c.describe_certificate(CertificateArn=arn)["Certificate"]["Status"], "ISSUED",
                ("PENDING_VALIDATION",))
        s.ok("it goes", ACM + "DeleteCertificate", lambda: c.delete_certificate(CertificateArn=arn))
        s.refused("it is gone", ACM + "DescribeCertificate, Errors", "ResourceNotFoundException",
                  lambda: c.describe_certificate(CertificateArn=arn), 400)
    record = next(r for r in dns.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
                  if r["Type"] == "CNAME")
    change(dns, zone, "DELETE", **record)
    s.area = "route53"
    s.ok("the zone goes", DNS + "DeleteHostedZone", lambda: dns.delete_hosted_zone(Id=zone))
    s.refused("a zone that is gone", DNS + "GetHostedZone, Errors", "NoSuchHostedZone",
              lambda: dns.get_hosted_zone(Id=zone), 404)


def distributions(s):
    s.area, c = "cloudfront", s.client("cloudfront")
    config = {
        "CallerReference": "1", "Comment": "a & b", "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [{
            "Id": "o", "DomainName": "origin.suite.example", "CustomOriginConfig": {
                "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}}]},
        "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "redirect-to-https",
                                 "CachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"},
    }
    made = s.ok("a distribution", CDN + "CreateDistribution", lambda: c.create_distribution(DistributionConfig=config),
                lambda a: a["Distribution"]["Status"] == "InProgress" and a["ETag"]
                and a["ResponseMetadata"]["HTTPStatusCode"] == 201)
    one = made["Distribution"]["Id"]
    s.until("it is deployed", CDN + "Distribution, Status",
            lambda: c.get_distribution(Id=one)["Distribution"]["Status"], "Deployed", ("InProgress",))
    got = s.ok("its configuration", CDN + "GetDistributionConfig", lambda: c.get_distribution_config(Id=one),
               lambda a: a["DistributionConfig"]["Comment"] == "a & b")
    s.refused("still enabled", CDN + "DeleteDistribution, Errors", "DistributionNotDisabled",
              lambda: c.delete_distribution(Id=one, IfMatch=got["ETag"]), 409)
    off = dict(got["DistributionConfig"], Enabled=False)
    s.refused("an old ETag", CDN + "UpdateDistribution, Errors", ("PreconditionFailed", "InvalidIfMatchVersion"),
              lambda: c.update_distribution(Id=one, IfMatch="E00000000", DistributionConfig=off))
    s.ok("disabled", CDN + "UpdateDistribution",
         lambda: c.update_distribution(Id=one, IfMatch=got["ETag"], DistributionConfig=off),
         lambda a: a["ETag"] != got["ETag"])
    s.until("it is deployed", CDN + "Distribution, Status",
            lambda: c.get_distribution(Id=one)["Distribution"]["Status"], "Deployed", ("InProgress",))
    s.ok("it goes", CDN + "DeleteDistribution",
         lambda: c.delete_distribution(Id=one, IfMatch=c.get_distribution(Id=one)["ETag"]))
    s.refused("it is gone", CDN + "GetDistribution, Errors", "NoSuchDistribution",
              lambda: c.get_distribution(Id=one), 404)
