import Providers
import Resources
import Testing
import Values

/// Logs, alarms, images, parameters, documents, topics and budgets.
@Suite struct OperationsLifeTests {
    private let bench: LifeBench

    init() throws { bench = try LifeBench() }

    @Test func `a log group, an alarm and a repository live`() async throws {
        let logs = bench.target(
            "logs", "AWS::Logs::LogGroup", ["LogGroupName": "/reconcile/shop/app", "RetentionInDays": 30])
        _ = try await bench.live(logs, changes: ["RetentionInDays": 14])
        var encrypted = logs
        let key = try await bench.make(bench.target("key", "AWS::KMS::Key", ["EnableKeyRotation": false]))
        encrypted.properties["KmsKeyId"] = key.attributes["Arn"]
        try await bench.run(.update, encrypted)
        try await bench.call("logs", "DeleteRetentionPolicy", ["logGroupName": "/reconcile/shop/app"])
        let alarm = bench.target(
            "alarm", "AWS::CloudWatch::Alarm",
            [
                "AlarmName": "shop-cpu", "Namespace": "AWS/EC2", "MetricName": "CPUUtilization",
                "Dimensions": [["Name": "InstanceId", "Value": "i-0123456789abcdef0"]], "Statistic": "Average",
                "Period": 60, "EvaluationPeriods": 2, "Threshold": 80.5, "ComparisonOperator": "GreaterThanThreshold",
                "TreatMissingData": "breaching",
            ])
        _ = try await bench.live(alarm, changes: ["Threshold": 90.5])
        let images = bench.target(
            "images", "AWS::ECR::Repository",
            [
                "RepositoryName": "shop/web", "ImageTagMutability": "IMMUTABLE",
                "ImageScanningConfiguration": ["scanOnPush": true],
                "EncryptionConfiguration": ["encryptionType": "AES256"],
                "LifecyclePolicyText": [
                    "rules": [
                        [
                            "rulePriority": 1, "action": ["type": "expire"],
                            "selection": [
                                "tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 5,
                            ],
                        ]
                    ]
                ],
            ])
        _ = try await bench.live(
            images,
            changes: ["ImageTagMutability": "MUTABLE", "ImageScanningConfiguration": ["scanOnPush": false]])
        #expect(try await bench.call("ecr", "ListImages", ["repositoryName": "shop/web"])["imageIds"] == [])
        try await bench.remove([images, alarm, logs])
    }

    @Test func `a registry's rule lives beside the rules of others`() async throws {
        let others: Value = [
            "destinations": [["region": "eu-west-1", "registryId": "123456789012"]],
            "repositoryFilters": [["filter": "blog/", "filterType": "PREFIX_MATCH"]],
        ]
        try await bench.call(
            "ecr", "PutReplicationConfiguration", ["replicationConfiguration": ["rules": [others]]])
        let rule = bench.target(
            "copies", "AWS::ECR::ReplicationConfiguration",
            [
                "RepositoryPrefix": "shop/",
                "Destinations": [["Region": "ap-south-1", "RegistryId": "123456789012"]],
            ])
        _ = try await bench.live(
            rule, changes: ["Destinations": [["Region": "eu-west-1", "RegistryId": "123456789012"]]], takesTags: false)
        let both = try await bench.call("ecr", "DescribeRegistry", [:])["replicationConfiguration"]?["rules"]
        #expect(both?.elements.count == 2)
        try await bench.remove([rule])
        let left = try await bench.call("ecr", "DescribeRegistry", [:])["replicationConfiguration"]?["rules"]
        #expect(left == [others])
    }

    @Test func `a parameter and a document live`() async throws {
        let parameter = bench.target(
            "parameter", "AWS::SSM::Parameter",
            ["Name": "/shop/phase", "Type": "String", "Value": "1", "Description": "where we are"])
        _ = try await bench.live(parameter, changes: ["Value": "2"])
        #expect(try await bench.call("ssm", "GetParameter", ["Name": "/shop/phase"])["Parameter"]?.text("Value") == "1")
        func content(_ text: Value) -> Value {
            ["schemaVersion": "2.2", "description": text, "mainSteps": []]
        }
        let document = bench.target(
            "document", "AWS::SSM::Document",
            ["Name": "shop-failover", "DocumentType": "Command", "DocumentFormat": "JSON", "Content": content("a")])
        _ = try await bench.live(document, changes: ["Content": content("b")])
        #expect(
            try await bench.call("ssm", "DescribeDocument", ["Name": "shop-failover"])["Document"]?
                .text("LatestVersion") == "3")
        _ = try await bench.provider.observe(platform: "shop", regions: [LifeBench.region], candidates: [])
        try await bench.remove([document, parameter])
    }

    @Test func `a topic, its subscription and a budget live`() async throws {
        let topic = bench.target("topic", "AWS::SNS::Topic", ["TopicName": "shop-alarms"])
        let made = try await bench.live(topic, changes: ["KmsMasterKeyId": "alias/aws/sns"])
        let mail = bench.target(
            "mail", "AWS::SNS::Subscription",
            ["TopicArn": .string(made.physicalID), "Protocol": "email", "Endpoint": "ops@example.com"])
        _ = try await bench.make(mail)
        func entry(_ threshold: Int) -> Value {
            [
                "NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": .int(threshold),
                "ThresholdType": "PERCENTAGE", "Address": "ops@example.com",
            ]
        }
        let budget = bench.target(
            "budget", "AWS::Budgets::Budget",
            [
                "BudgetName": "shop", "BudgetLimit": ["Amount": "100", "Unit": "USD"], "TimeUnit": "MONTHLY",
                "BudgetType": "COST", "Notifications": [entry(80)],
            ])
        _ = try await bench.live(
            budget,
            changes: ["BudgetLimit": ["Amount": "250", "Unit": "USD"], "Notifications": [entry(80), entry(100)]])
        let described = try await bench.call(
            "budgets", "DescribeBudget", ["AccountId": .string(LifeBench.account), "BudgetName": "shop"])
        #expect(described["Budget"]?["BudgetLimit"]?.text("Unit") == "USD")
        try await bench.remove([budget, mail, topic])
    }
}
