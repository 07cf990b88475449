import Documents
import Values

/// What an update says of its change: AWS's words for the members of a request (EKS API reference, UpdateParam).
enum UpdateParameters {
    private static let words: [String: String] = [
        "clusterLogging": "ClusterLogging", "labels.addOrUpdateLabels": "LabelsToAdd",
        "labels.removeLabels": "LabelsToRemove", "taints.addOrUpdateTaints": "TaintsToAdd",
        "taints.removeTaints": "TaintsToRemove", "scalingConfig.minSize": "MinSize",
        "scalingConfig.maxSize": "MaxSize", "scalingConfig.desiredSize": "DesiredSize",
        "updateConfig.maxUnavailable": "MaxUnavailable",
        "updateConfig.maxUnavailablePercentage": "MaxUnavailablePercentage",
        "launchTemplate.name": "LaunchTemplateName", "launchTemplate.version": "LaunchTemplateVersion",
        "resourcesVpcConfig.endpointPublicAccess": "EndpointPublicAccess",
        "resourcesVpcConfig.endpointPrivateAccess": "EndpointPrivateAccess",
        "resourcesVpcConfig.publicAccessCidrs": "PublicAccessCidrs",
        "resourcesVpcConfig.subnetIds": "Subnets", "resourcesVpcConfig.securityGroupIds": "SecurityGroups",
        "logging.clusterLogging": "ClusterLogging", "accessConfig.authenticationMode": "AuthenticationMode",
        "version": "Version", "releaseVersion": "ReleaseVersion", "deletionProtection": "DeletionProtection",
        "upgradePolicy": "UpgradePolicy", "zonalShiftConfig": "ZonalShiftConfig",
        "nodeRepairConfig": "NodeRepairConfig", "encryptionConfig": "EncryptionConfig",
    ]

    static func list(of change: Value) -> Value {
        var parameters: [Value] = []
        for pair in change.members {
            if let word = words[pair.name] {
                parameters.append(parameter(word, pair.value))
            } else {
                for inner in pair.value.members {
                    if let word = words["\(pair.name).\(inner.name)"] {
                        parameters.append(parameter(word, inner.value))
                    }
                }
            }
        }
        return .list(parameters)
    }

    private static func parameter(_ word: String, _ value: Value) -> Value {
        ["type": .string(word), "value": .string(value.text ?? JSON.text(of: value))]
    }
}
