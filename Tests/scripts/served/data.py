"""Databases and caches."""
from .machines import place
from .steps import as_map, tags

RDS = "RDS API Reference, "
CACHE = "ElastiCache API Reference, "


def run(s, region):
    vpc, subnets, group, _ = place(s.client("ec2", region), "data")
    database(s, region, subnets, group)
    cache(s, region, subnets, group)


def database(s, region, subnets, group):
    s.area, c = f"rds {region}", s.client("rds", region)
    s.ok("a subnet group", RDS + "CreateDBSubnetGroup",
         lambda: c.create_db_subnet_group(DBSubnetGroupName="Suite", DBSubnetGroupDescription="d", SubnetIds=subnets),
         lambda a: a["DBSubnetGroup"]["DBSubnetGroupName"] == "suite")
    s.refused("its name twice", RDS + "CreateDBSubnetGroup, Errors", "DBSubnetGroupAlreadyExists",
              lambda: c.create_db_subnet_group(DBSubnetGroupName="suite", DBSubnetGroupDescription="d",
                                               SubnetIds=subnets), 400)
    s.ok("a parameter group", RDS + "CreateDBParameterGroup",
         lambda: c.create_db_parameter_group(DBParameterGroupName="suite", DBParameterGroupFamily="postgres17",
                                             Description="d"),
         lambda a: a["DBParameterGroup"]["DBParameterGroupFamily"] == "postgres17")
    s.ok("a parameter", RDS + "ModifyDBParameterGroup",
         lambda: c.modify_db_parameter_group(DBParameterGroupName="suite", Parameters=[
             {"ParameterName": "rds.force_ssl", "ParameterValue": "1", "ApplyMethod": "immediate"}]),
         lambda a: a["DBParameterGroupName"] == "suite")
    s.ok("read back", RDS + "DescribeDBParameters",
         lambda: c.describe_db_parameters(DBParameterGroupName="suite", Source="user"),
         lambda a: {p["ParameterName"]: p["ParameterValue"] for p in a["Parameters"]} == {"rds.force_ssl": "1"})
    given = dict(DBInstanceIdentifier="suite", DBInstanceClass="db.t4g.medium", Engine="postgres",
                 EngineVersion="17.6", AllocatedStorage=20, MasterUsername="root1", MasterUserPassword="a-Secret-1",
                 DBSubnetGroupName="suite", VpcSecurityGroupIds=[group], DBParameterGroupName="suite",
                 StorageEncrypted=True, DeletionProtection=True, BackupRetentionPeriod=7, Tags=tags(n="1"))
    s.ok("an instance", RDS + "CreateDBInstance", lambda: c.create_db_instance(**given),
         lambda a: a["DBInstance"]["DBInstanceStatus"] == "creating"
         and "a-Secret-1" not in str(a))
    s.refused("its name twice", RDS + "CreateDBInstance, Errors", "DBInstanceAlreadyExists",
              lambda: c.create_db_instance(**given), 400)

    def status(name="suite"):
        return c.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]["DBInstanceStatus"]

    s.until("it becomes available", "RDS User Guide, Viewing DB instance status", status, "available",
            ("creating", "backing-up", "modifying", "configuring-enhanced-monitoring"))
    s.ok("with its endpoint and tags", RDS + "DescribeDBInstances",
         lambda: c.describe_db_instances(DBInstanceIdentifier="suite"),
         lambda a: a["DBInstances"][0]["Endpoint"]["Port"] == 5432
         and as_map(a["DBInstances"][0]["TagList"]) == {"n": "1"})
    s.refused("protected from its end", RDS + "DeleteDBInstance, Errors", ("InvalidParameterCombination", "InvalidDBInstanceState"),
              lambda: c.delete_db_instance(DBInstanceIdentifier="suite", SkipFinalSnapshot=True))
    s.refused("a subnet group in use", RDS + "DeleteDBSubnetGroup, Errors", "InvalidDBSubnetGroupStateFault",
              lambda: c.delete_db_subnet_group(DBSubnetGroupName="suite"), 400)
    s.ok("another class, not protected", RDS + "ModifyDBInstance",
         lambda: c.modify_db_instance(DBInstanceIdentifier="suite", DBInstanceClass="db.t4g.large",
                                      DeletionProtection=False, ApplyImmediately=True))
    s.until("it has the other class", RDS + "ModifyDBInstance",
            lambda: c.describe_db_instances(DBInstanceIdentifier="suite")["DBInstances"][0]["DBInstanceClass"],
            "db.t4g.large", ("db.t4g.medium",))
    s.until("and is available", "RDS User Guide, Viewing DB instance status", status, "available", ("modifying",))
    s.ok("it ends with a snapshot", RDS + "DeleteDBInstance",
         lambda: c.delete_db_instance(DBInstanceIdentifier="suite", FinalDBSnapshotIdentifier="suite-last"),
         lambda a: a["DBInstance"]["DBInstanceStatus"] == "deleting")
    s.until_refused("it is gone", RDS + "DescribeDBInstances, Errors", "DBInstanceNotFound", status)
    s.ok("the snapshot is there", RDS + "DescribeDBSnapshots",
         lambda: c.describe_db_snapshots(DBSnapshotIdentifier="suite-last"),
         lambda a: a["DBSnapshots"][0]["Status"] == "available")
    s.ok("the snapshot goes", RDS + "DeleteDBSnapshot",
         lambda: c.delete_db_snapshot(DBSnapshotIdentifier="suite-last"))
    s.ok("the subnet group goes", RDS + "DeleteDBSubnetGroup",
         lambda: c.delete_db_subnet_group(DBSubnetGroupName="suite"))
    s.ok("the parameter group goes", RDS + "DeleteDBParameterGroup",
         lambda: c.delete_db_parameter_group(DBParameterGroupName="suite"))
    s.refused("a parameter group that is gone", RDS + "DescribeDBParameterGroups, Errors", "DBParameterGroupNotFound",
              lambda: c.describe_db_parameter_groups(DBParameterGroupName="suite"), 404)


def cache(s, region, subnets, group):
    s.area, c = f"elasticache {region}", s.client("elasticache", region)
    s.ok("a subnet group", CACHE + "CreateCacheSubnetGroup",
         lambda: c.create_cache_subnet_group(CacheSubnetGroupName="suite", CacheSubnetGroupDescription="d",
                                             SubnetIds=subnets))
    s.refused("its name twice", CACHE + "CreateCacheSubnetGroup, Errors", "CacheSubnetGroupAlreadyExists",
              lambda: c.create_cache_subnet_group(CacheSubnetGroupName="suite", CacheSubnetGroupDescription="d",
                                                  SubnetIds=subnets), 400)
    given = dict(ReplicationGroupId="suite", ReplicationGroupDescription="d", Engine="valkey", EngineVersion="8.0",
                 CacheNodeType="cache.t4g.small", NumCacheClusters=2, AutomaticFailoverEnabled=True,
                 MultiAZEnabled=True, CacheSubnetGroupName="suite", SecurityGroupIds=[group],
                 TransitEncryptionEnabled=True, AtRestEncryptionEnabled=True, Tags=tags(n="1"))
    s.ok("a replication group", CACHE + "CreateReplicationGroup", lambda: c.create_replication_group(**given),
         lambda a: a["ReplicationGroup"]["Status"] == "creating")
    s.refused("its name twice", CACHE + "CreateReplicationGroup, Errors", "ReplicationGroupAlreadyExists",
              lambda: c.create_replication_group(**given), 400)

    def status():
        return c.describe_replication_groups(ReplicationGroupId="suite")["ReplicationGroups"][0]["Status"]

    s.until("it becomes available", CACHE + "ReplicationGroup, Status", status, "available", ("creating",))
    s.ok("with a primary endpoint", CACHE + "DescribeReplicationGroups",
         lambda: c.describe_replication_groups(ReplicationGroupId="suite"),
         lambda a: a["ReplicationGroups"][0]["NodeGroups"][0]["PrimaryEndpoint"]["Port"] == 6379
         and len(a["ReplicationGroups"][0]["MemberClusters"]) == 2)
    s.refused("an unknown group", CACHE + "DescribeReplicationGroups, Errors", "ReplicationGroupNotFoundFault",
              lambda: c.describe_replication_groups(ReplicationGroupId="nothing"), 404)
    s.ok("it goes", CACHE + "DeleteReplicationGroup", lambda: c.delete_replication_group(ReplicationGroupId="suite"),
         lambda a: a["ReplicationGroup"]["Status"] == "deleting")
    s.until_refused("it is gone", CACHE + "DescribeReplicationGroups, Errors", "ReplicationGroupNotFoundFault", status)
    s.ok("the subnet group goes", CACHE + "DeleteCacheSubnetGroup",
         lambda: c.delete_cache_subnet_group(CacheSubnetGroupName="suite"))
