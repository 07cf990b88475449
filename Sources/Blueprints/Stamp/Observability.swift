import Resources
import Specs
import Values

/// What tells of trouble: alarms on what users notice first, flow logs, and whom to tell.
struct Observability {
    let stamp: RegionalStamp

    var resources: [Resource] { topic + flowLogs + alarms }

    private var actions: Value {
        stamp.spec.alertEmail == nil ? .null : [stamp.reference("alerts/topic", "TopicArn")]
    }

    private var topic: [Resource] {
        guard let email = stamp.spec.alertEmail else { return [] }
        return [
            stamp.make(
                "alerts/topic", "AWS::SNS::Topic", ["TopicName": .string(stamp.name("alerts"))], since: 1),
            stamp.make(
                "alerts/email", "AWS::SNS::Subscription",
                [
                    "TopicArn": stamp.reference("alerts/topic", "TopicArn"), "Protocol": "email",
                    "Endpoint": .string(email),
                ], since: 1),
        ]
    }

    private var flowLogs: [Resource] {
        let group = "/reconcile/\(stamp.spec.name)/network"
        return [
            stamp.make(
                "logs/network", "AWS::Logs::LogGroup",
                [
                    "LogGroupName": .string(group), "RetentionInDays": 30,
                    "KmsKeyId": stamp.reference("keys/data", "Arn"),
                ], since: 1),
            stamp.make(
                "network/flow-log", "AWS::EC2::FlowLog",
                [
                    "ResourceId": stamp.reference("network/vpc", "VpcId"), "ResourceType": "VPC",
                    "TrafficType": "REJECT", "LogGroupName": .string(group),
                    "DeliverLogsPermissionArn": stamp.reference("global/identity/flow-logs-role", "Arn"),
                ], dependsOn: ["logs/network", "global/identity/flow-logs-write"], since: 1),
        ]
    }

    private var alarms: [Resource] {
        let balancer: Value = [
            ["Name": "LoadBalancer", "Value": stamp.reference("front-door/load-balancer", "LoadBalancerFullName")]
        ]
        var all = [
            alarm("errors", "AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", balancer, "Sum", 25, "Users see errors"),
            alarm("slow", "AWS/ApplicationELB", "TargetResponseTime", balancer, "Average", 2, "Answers are slow"),
        ]
        if stamp.hasDatabase { all += ofDatabase }
        if stamp.phase >= 3 {
            let cache: Value = [
                ["Name": "ReplicationGroupId", "Value": stamp.reference("cache/group", "ReplicationGroupId")]
            ]
            all.append(
                alarm(
                    "cache-cpu", "AWS/ElastiCache", "EngineCPUUtilization", cache, "Average", 80, "The cache is busy",
                    since: 3))
        }
        return all
    }

    private var ofDatabase: [Resource] {
        let database: Value = [
            [
                "Name": "DBInstanceIdentifier",
                "Value": stamp.reference(stamp.database("instance"), "DBInstanceIdentifier"),
            ]
        ]
        var all = [
            alarm("database-cpu", "AWS/RDS", "CPUUtilization", database, "Average", 80, "The database is busy"),
            alarm(
                "database-storage", "AWS/RDS", "FreeStorageSpace", database, "Minimum", 5_368_709_120,
                "Less than 5 GiB are free", isBelow: true),
        ]
        guard stamp.phase >= 4, stamp.writer.isCopied else { return all }
        all.append(
            stamp.isWriter
                ? alarm(
                    "replication-slot", "AWS/RDS", "OldestReplicationSlotLag", database, "Maximum", 10_737_418_240,
                    "A replica that does not read fills the primary's disk", since: 4)
                : alarm(
                    "replica-lag", "AWS/RDS", "ReplicaLag", database, "Maximum", 300,
                    "A failover now would lose minutes of writes", since: 4))
        return all
    }

    private func alarm(
        _ name: String, _ namespace: String, _ metric: String, _ dimensions: Value, _ statistic: String,
        _ threshold: Int, _ text: String, isBelow: Bool = false, since: Int = 1
    ) -> Resource {
        stamp.make(
            "alarms/\(name)", "AWS::CloudWatch::Alarm",
            [
                "AlarmName": .string(stamp.name(name)), "AlarmDescription": .string(text),
                "Namespace": .string(namespace), "MetricName": .string(metric), "Dimensions": dimensions,
                "Statistic": .string(statistic), "Period": 60, "EvaluationPeriods": 5, "Threshold": .int(threshold),
                "ComparisonOperator": isBelow ? "LessThanThreshold" : "GreaterThanThreshold",
                "TreatMissingData": "notBreaching", "AlarmActions": actions,
            ], since: since)
    }
}
