import CloudCalls
import Values

/// What FakeAWS answers for `sts`.
enum STS {
    static let definition = ServiceDefinition(
        service: "sts",
        operations: [
            "GetCallerIdentity": { (cloud, _) throws(AWSError) in
                [
                    "Account": .string(cloud.account), "UserId": "AIDAFAKE",
                    "Arn": .string("arn:aws:iam::\(cloud.account):user/reconcile"),
                ]
            }
        ])
}
