import Resources
import Specs
import Values

/// A registry for each service's images, which each region has of its own: what is pushed to one is copied to the others.
struct Registries {
    let stamp: RegionalStamp

    /// What the user should know of the services' images; where Argo CD owns what runs, its repository names them.
    static func problems(_ spec: Spec) -> [BlueprintProblem] {
        guard spec.gitOps == nil || spec.phase < 2 else { return [] }
        return elsewhere(spec) + notCopied(spec)
    }

    private static func elsewhere(_ spec: Spec) -> [BlueprintProblem] {
        spec.services.filter { service in
            origin(of: service.image, spec).map { origin in !spec.regions.contains { $0.name == origin } } ?? false
        }.map { service in
            BlueprintProblem(
                code: "blueprint.imageElsewhere", isWarning: true, path: "services",
                message:
                    "\(service.name)'s image is in the platform's registry of a region that the spec does not name: it is "
                    + "taken from \(spec.primaryRegion.name)'s.",
                hint: "Name the image as \(spec.primaryRegion.name) has it.")
        }
    }

    private static func notCopied(_ spec: Spec) -> [BlueprintProblem] {
        guard spec.phase >= 4,
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
        let (front, back) = ("\(spec.account).dkr.ecr.", ".amazonaws.com/\(spec.name)/")
        guard image.hasPrefix(front), let end = image.firstRange(of: back) else { return nil }
        let region = image[image.index(image.startIndex, offsetBy: front.count)..<end.lowerBound]
        return region.contains { $0 == "." || $0 == "/" } ? nil : String(region)
    }

    /// The image as a region has it: from its own registry, which needs no other region, also where the platform has left the
    /// region that the image names.
    static func image(of service: ServiceSpec, in region: String, _ spec: Spec) -> String {
        guard let origin = origin(of: service.image, spec) else { return service.image }
        let front = "\(spec.account).dkr.ecr."
        return front + region + service.image.dropFirst((front + origin).count)
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
