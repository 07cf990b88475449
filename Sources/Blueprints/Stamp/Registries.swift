import Resources
import Specs
import Values

/// A registry for each service's images, which each region has of its own: what is pushed to one is copied to the others.
struct Registries {
    let stamp: RegionalStamp

    /// What the user should know of images in several regions.
    static func problems(_ spec: Spec) -> [BlueprintProblem] {
        guard spec.phase >= 4, spec.gitOps == nil,
            spec.services.contains(where: { spec.regions.count > 1 && origin(of: $0.image, spec) != nil })
        else { return [] }
        return [
            BlueprintProblem(
                code: "blueprint.imagesNotCopied", isWarning: true, path: "services",
                message:
                    "Each region takes the services' images from its own registry, and ECR copies only what is pushed after "
                    + "phase 4's replication was set up.",
                hint: "Push images that are older than that to the other regions' registries yourself.")
        ]
    }

    /// The region of the platform's own registry that an image names; nil for an image from elsewhere.
    private static func origin(of image: String, _ spec: Spec) -> String? {
        spec.regions.map(\.name).first {
            image.hasPrefix("\(spec.account).dkr.ecr.\($0).amazonaws.com/\(spec.name)/")
        }
    }

    /// The image as this region has it: in phase 4 from its own registry, which needs no other region.
    func image(of service: ServiceSpec) -> String {
        guard stamp.phase >= 4, let origin = Self.origin(of: service.image, stamp.spec) else { return service.image }
        return "\(stamp.spec.account).dkr.ecr.\(stamp.region.name)"
            + service.image.dropFirst("\(stamp.spec.account).dkr.ecr.\(origin)".count)
    }

    var resources: [Resource] { repositories + replication }

    /// Copies go to repositories of ours: ECR would make missing ones with settings of its own.
    private var replication: [Resource] {
        guard !stamp.others.isEmpty else { return [] }
        var rule = stamp.make(
            "registry/replication", "AWS::ECR::ReplicationConfiguration",
            [
                "RepositoryPrefix": .string("\(stamp.spec.name)/"),
                "Destinations": .list(
                    stamp.others.map { ["Region": .string($0.name), "RegistryId": .string(stamp.spec.account)] }),
            ], since: 4)
        rule.dependsOn = stamp.others.flatMap { other in
            stamp.spec.services.map { Address("\(other.name)/registry/\($0.name)") }
        }.sorted()
        return [rule]
    }

    private var repositories: [Resource] {
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
