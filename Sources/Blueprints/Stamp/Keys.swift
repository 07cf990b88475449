import Resources
import Specs
import Values

/// The region's encryption key and the database's password.
struct Keys {
    let stamp: RegionalStamp

    /// The secret's name; its value is generated and never seen by us.
    static func databaseSecret(_ spec: Spec) -> String { "\(spec.name)/database" }

    var resources: [Resource] {
        let account = stamp.spec.account
        var all = [
            stamp.make(
                "keys/data", "AWS::KMS::Key",
                [
                    "Description": .string("Data of \(stamp.spec.name) in \(stamp.region.name)"),
                    "EnableKeyRotation": true,
                    "KeyPolicy": [
                        "Version": "2012-10-17",
                        "Statement": [
                            [
                                "Sid": "Account", "Effect": "Allow", "Action": "kms:*", "Resource": "*",
                                "Principal": ["AWS": .string("arn:aws:iam::\(account):root")],
                            ],
                            [
                                "Sid": "Logs", "Effect": "Allow", "Resource": "*",
                                "Action": ["kms:Encrypt*", "kms:Decrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
                                "Principal": ["Service": .string("logs.\(stamp.region.name).amazonaws.com")],
                                "Condition": [
                                    "ArnLike": [
                                        "kms:EncryptionContext:aws:logs:arn": .string(
                                            "arn:aws:logs:\(stamp.region.name):\(account):log-group:*")
                                    ]
                                ],
                            ],
                        ],
                    ],
                ]),
            stamp.make(
                "keys/data-alias", "AWS::KMS::Alias",
                [
                    "AliasName": .string("alias/\(stamp.spec.name)-data"),
                    "TargetKeyId": stamp.reference("keys/data", "KeyId"),
                ]),
            stamp.make(
                "logs/platform", "AWS::Logs::LogGroup",
                [
                    "LogGroupName": .string("/reconcile/\(stamp.spec.name)/platform"), "RetentionInDays": 30,
                    "KmsKeyId": stamp.reference("keys/data", "Arn"),
                ]),
        ]
        if stamp.isPrimary {
            all.append(
                stamp.make(
                    "database/secret", "AWS::SecretsManager::Secret",
                    [
                        "Name": .string(Self.databaseSecret(stamp.spec)),
                        "Description": "The database's user and password",
                        "KmsKeyId": stamp.reference("keys/data", "Arn"), "ReplicaRegions": copies,
                        "GenerateSecretString": [
                            "GenerateStringKey": "password", "PasswordLength": 32, "ExcludePunctuation": true,
                            "SecretStringTemplate": ["username": "platform"],
                        ],
                    ]))
        }
        return all
    }

    /// The password in the other regions, too: what runs there must not need this one's Secrets Manager.
    private var copies: Value {
        guard !stamp.others.isEmpty else { return .null }
        return .list(
            stamp.others.map {
                ["Region": .string($0.name), "KmsKeyId": stamp.reference(in: $0, "keys/data", "Arn")]
            })
    }
}
