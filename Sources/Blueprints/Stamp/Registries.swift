import Resources
import Specs
import Values

/// A registry for each service's images.
struct Registries {
    let stamp: RegionalStamp

    var resources: [Resource] {
        stamp.spec.services.map { service in
            stamp.make(
                "registry/\(service.name)", "AWS::ECR::Repository",
                [
                    "RepositoryName": .string("\(stamp.spec.name)/\(service.name)"),
                    "ImageTagMutability": "IMMUTABLE", "ImageScanningConfiguration": ["scanOnPush": true],
                    "EncryptionConfiguration": ["encryptionType": "AES256"],
                    "LifecyclePolicyText": [
                        "rules": [
                            [
                                "rulePriority": 1, "description": "Keep the last 50 images",
                                "selection": [
                                    "tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 50,
                                ],
                                "action": ["type": "expire"],
                            ]
                        ]
                    ],
                ])
        }
    }
}
