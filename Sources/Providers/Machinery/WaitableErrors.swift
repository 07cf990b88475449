import CloudCalls

/// Errors that go away by themselves while something else finishes.
///
/// Sources: aws-facts section 5, that is the services' API references, and "Eventual consistency" of the EC2 guide.
enum WaitableErrors {
    static func reason(for error: AWSError, _ action: Operation.Action) -> String? {
        let text = "\(error.message) (\(error.code))"
        if codes.contains(error.code) { return "waits: \(text)" }
        if action != .delete, error.saysNotFound {
            return "waits until what it refers to is visible: \(text)"
        }
        if action != .delete, propagation.contains(where: { error.message.contains($0) }) {
            return "waits until the new role or policy is known everywhere: \(text)"
        }
        return nil
    }

    private static let codes: Set<String> = [
        "DependencyViolation", "ResourceInUse", "ResourceInUseException", "IncorrectState",
        "IncorrectInstanceState", "VolumeInUse", "InvalidIPAddress.InUse", "DeleteConflict",
        "ScalingActivityInProgress", "ScalingActivityInProgressFault", "ResourceContention",
        "ResourceContentionFault", "InstanceRefreshInProgress", "ConcurrentModification",
        "ConcurrentModificationException", "OperationAborted", "PriorRequestNotComplete",
        "InvalidDBInstanceState", "InvalidDBInstanceStateFault", "InvalidDBSubnetGroupState",
        "InvalidDBSubnetGroupStateFault", "InvalidDBParameterGroupState", "InvalidDBParameterGroupStateFault",
        "InvalidReplicationGroupState", "InvalidReplicationGroupStateFault", "CacheSubnetGroupInUse",
        "InvalidCacheParameterGroupState", "DistributionNotDisabled", "CachePolicyInUse",
        "OriginRequestPolicyInUse", "HostedZoneNotEmpty", "ServiceLinkedRoleFailure", "PreconditionFailed",
        "InvalidInstanceId", "KMSInvalidStateException", "UnsupportedCertificate", "CertificateNotFound",
    ]

    private static let propagation = [
        "Invalid IAM Instance Profile", "cannot be assumed", "can not be assumed", "is not authorized to assume",
        "Invalid principal", "does not exist or is not visible yet",
    ]
}

extension AWSError {
    /// The thing named doesn't exist, or isn't visible yet.
    var saysNotFound: Bool {
        code.contains("NotFound") || code == "NoSuchEntity" || code.hasPrefix("NoSuch")
            || code == "ResourceNotFoundException" || code == "InvalidAMIID.Unavailable"
            || (code == "ValidationError" && message.contains("not found"))
    }

    /// A create was refused since the name is taken.
    var saysAlreadyExists: Bool {
        code.contains("AlreadyExists") || code.contains("AlreadyOwnedByYou") || code.hasPrefix("Duplicate")
            || code.hasSuffix(".Duplicate") || code == "EntityAlreadyExists" || code == "RouteAlreadyExists"
            || code == "AlreadyExists" || code == "Resource.AlreadyAssociated"
            || (code == "ResourceInUseException" && message.contains("already exists"))
    }
}
