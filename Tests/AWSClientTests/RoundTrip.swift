import Documents
import Testing
import Values

/// Calls to one service, one after the other, in which the last answer shows what the first ones did.
struct RoundTrip: Sendable, CustomTestStringConvertible {
    struct Step: Sendable {
        let operation: String
        /// JSON; `{NAME}` stands for what an earlier step kept under that name.
        let input: String
        /// What of the answer is kept: a name and a path such as `Vpc.VpcId`.
        var keeps: (name: String, path: String)?
    }

    let service: String
    let steps: [Step]
    /// Stands in the last answer.
    let shows: String

    var testDescription: String { service }

    init(_ service: String, shows: String, _ steps: [(String, String)], keeping kept: [String: String] = [:]) {
        self.service = service
        self.shows = shows
        self.steps = steps.map { operation, input in
            let keep = kept[operation].map { text in
                let parts = text.split(separator: "=")
                return (name: String(parts[0]), path: String(parts[1]))
            }
            return Step(operation: operation, input: input, keeps: keep)
        }
    }

    /// A value below another by a path of names and numbers.
    static func value(_ value: Value, at path: String) -> Value? {
        path.split(separator: ".").reduce(Optional(value)) { value, part in
            Int(part).map { value?.elements.count ?? 0 > $0 ? value?.elements[$0] : nil } ?? value?[String(part)]
        }
    }

    static let all: [RoundTrip] = [
        RoundTrip("sts", shows: "123456789012", [("GetCallerIdentity", "{}")]),
        RoundTrip(
            "iam", shows: "round-trip-é",
            [
                (
                    "CreateRole",
                    #"{"RoleName":"round","AssumeRolePolicyDocument":"{\"Version\":\"2012-10-17\"}","Description":"round-trip-é"}"#
                ), ("GetRole", #"{"RoleName":"round"}"#),
            ]),
        RoundTrip(
            "ec2", shows: "10.99.0.0/16",
            [
                (
                    "CreateVpc",
                    #"{"CidrBlock":"10.99.0.0/16","TagSpecifications":[{"ResourceType":"vpc","Tags":[{"Key":"Name","Value":"a+b & c/é"}]}]}"#
                ), ("DescribeVpcs", #"{"Filters":[{"Name":"tag:Name","Values":["a+b & c/é"]}]}"#),
            ]),
        RoundTrip(
            "elbv2", shows: "round-tg",
            [
                (
                    "CreateTargetGroup",
                    #"{"Name":"round-tg","TargetType":"lambda"}"#
                ),
                ("DescribeTargetGroups", #"{"Names":["round-tg"]}"#),
            ]),
        RoundTrip("autoscaling", shows: "AutoScalingGroups", [("DescribeAutoScalingGroups", #"{"MaxRecords":5}"#)]),
        RoundTrip(
            "rds", shows: "round-rds",
            [
                (
                    "CreateDBParameterGroup",
                    #"{"DBParameterGroupName":"round-rds","DBParameterGroupFamily":"postgres16","Description":"d"}"#
                ), ("DescribeDBParameterGroups", #"{"DBParameterGroupName":"round-rds"}"#),
            ]),
        RoundTrip(
            "secretsmanager", shows: "round-secret",
            [
                ("CreateSecret", #"{"Name":"round-secret","SecretString":"hidden"}"#),
                ("GetSecretValue", #"{"SecretId":"round-secret"}"#),
            ]),
        RoundTrip(
            "kms", shows: "round-key",
            [("CreateKey", #"{"Description":"round-key"}"#), ("DescribeKey", #"{"KeyId":"{key}"}"#)],
            keeping: ["CreateKey": "key=KeyMetadata.KeyId"]),
        RoundTrip(
            "ssm", shows: "round-value",
            [
                ("PutParameter", #"{"Name":"/round/trip","Value":"round-value","Type":"String"}"#),
                ("GetParameter", #"{"Name":"/round/trip"}"#),
            ]),
        RoundTrip(
            "eks", shows: "round-eks",
            [
                (
                    "CreateCluster",
                    #"{"name":"round-eks","roleArn":"arn:aws:iam::123456789012:role/r","resourcesVpcConfig":{"subnetIds":["subnet-1"]}}"#
                ), ("DescribeCluster", #"{"name":"round-eks"}"#),
            ]),
        RoundTrip(
            "ecr", shows: "round-ecr",
            [
                ("CreateRepository", #"{"repositoryName":"round-ecr"}"#),
                ("DescribeRepositories", #"{"repositoryNames":["round-ecr"]}"#),
            ]),
        RoundTrip(
            "elasticache", shows: "round-cache",
            [
                (
                    "CreateReplicationGroup",
                    #"{"ReplicationGroupId":"round-cache","ReplicationGroupDescription":"d","Engine":"redis","CacheNodeType":"cache.t3.micro"}"#
                ), ("DescribeReplicationGroups", #"{"ReplicationGroupId":"round-cache"}"#),
            ]),
        RoundTrip(
            "cloudfront", shows: "origin.example.com",
            [
                (
                    "CreateDistribution",
                    #"{"DistributionConfig":{"CallerReference":"r","Comment":"c","Enabled":false,"Origins":{"Quantity":1,"Items":[{"Id":"o","DomainName":"origin.example.com","CustomOriginConfig":{"HTTPPort":80,"HTTPSPort":443,"OriginProtocolPolicy":"https-only"}}]},"DefaultCacheBehavior":{"TargetOriginId":"o","ViewerProtocolPolicy":"https-only","MinTTL":0,"ForwardedValues":{"QueryString":false,"Cookies":{"Forward":"none"}}}}}"#
                ), ("GetDistribution", #"{"Id":"{id}"}"#),
            ], keeping: ["CreateDistribution": "id=Distribution.Id"]),
        RoundTrip(
            "s3", shows: "Ym9keSDDqQ==",
            [
                (
                    "CreateBucket",
                    #"{"Bucket":"round-bucket","CreateBucketConfiguration":{"LocationConstraint":"eu-west-1"}}"#
                ),
                ("PutObject", #"{"Bucket":"round-bucket","Key":"a b//../é+c?.txt","Body":"Ym9keSDDqQ=="}"#),
                ("GetObject", #"{"Bucket":"round-bucket","Key":"a b//../é+c?.txt"}"#),
            ]),
        RoundTrip(
            "route53", shows: "round.example.",
            [
                ("CreateHostedZone", #"{"Name":"round.example","CallerReference":"r"}"#),
                ("GetHostedZone", #"{"Id":"{id}"}"#),
            ], keeping: ["CreateHostedZone": "id=HostedZone.Id"]),
        RoundTrip(
            "acm", shows: "round.example.com",
            [
                ("RequestCertificate", #"{"DomainName":"round.example.com","ValidationMethod":"DNS"}"#),
                ("DescribeCertificate", #"{"CertificateArn":"{arn}"}"#),
            ], keeping: ["RequestCertificate": "arn=CertificateArn"]),
        RoundTrip(
            "cloudwatch", shows: "round-alarm",
            [
                (
                    "PutMetricAlarm",
                    #"{"AlarmName":"round-alarm","ComparisonOperator":"GreaterThanThreshold","EvaluationPeriods":1,"MetricName":"m","Namespace":"n","Period":60,"Statistic":"Sum","Threshold":1.5}"#
                ), ("DescribeAlarms", #"{"AlarmNames":["round-alarm"]}"#),
            ]),
        RoundTrip(
            "logs", shows: "/round/logs",
            [
                ("CreateLogGroup", #"{"logGroupName":"/round/logs"}"#),
                ("DescribeLogGroups", #"{"logGroupNamePrefix":"/round"}"#),
            ]),
        RoundTrip(
            "pricing", shows: "SKU2",
            [
                ("GetAttributeValues", #"{"ServiceCode":"AmazonEC2","AttributeName":"instanceType","MaxResults":2}"#),
                (
                    "GetProducts",
                    #"{"ServiceCode":"AmazonEC2","Filters":[{"Type":"TERM_MATCH","Field":"instanceType","Value":"t4g.medium"}]}"#
                ),
            ]),
        RoundTrip("resourcegroupstaggingapi", shows: "ResourceTagMappingList", [("GetResources", "{}")]),
        RoundTrip(
            "service-quotas", shows: "vpc", [("ListAWSDefaultServiceQuotas", #"{"ServiceCode":"vpc"}"#)]),
        RoundTrip(
            "budgets", shows: "round-budget",
            [
                (
                    "CreateBudget",
                    #"{"AccountId":"123456789012","Budget":{"BudgetName":"round-budget","BudgetLimit":{"Amount":"10","Unit":"USD"},"TimeUnit":"MONTHLY","BudgetType":"COST"}}"#
                ), ("DescribeBudget", #"{"AccountId":"123456789012","BudgetName":"round-budget"}"#),
            ]),
        RoundTrip(
            "sns", shows: "round-topic",
            [("CreateTopic", #"{"Name":"round-topic"}"#), ("GetTopicAttributes", #"{"TopicArn":"{arn}"}"#)],
            keeping: ["CreateTopic": "arn=TopicArn"]),
    ]
}
