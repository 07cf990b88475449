"""What AWS answers beyond its own service models, by where AWS documents it."""

# "Common Errors" of the services' API references; those that speak XML and those that speak JSON word them differently.
# InvalidAction is left out: it means that FakeAWS lacks an operation.
COMMON_XML = {
    "AccessDenied", "ExpiredToken", "IncompleteSignature", "InternalFailure", "InvalidClientTokenId",
    "InvalidParameterCombination", "InvalidParameterValue", "MissingAuthenticationToken", "MissingParameter",
    "NotAuthorized", "OptInRequired", "RequestExpired", "ServiceUnavailable", "Throttling", "ValidationError",
}
COMMON_JSON = {
    "AccessDeniedException", "ExpiredTokenException", "IncompleteSignatureException", "InternalFailure",
    "MissingAuthenticationTokenException", "RequestExpired", "ServiceUnavailable", "ThrottlingException",
    "UnrecognizedClientException", "ValidationException",
}
# "Error codes for the Amazon EC2 API" (AWSEC2/latest/APIReference/errors-overview.html): its model declares none.
EC2 = {
    "AddressLimitExceeded", "AuthFailure", "Blocked", "CannotDelete", "ConcurrentTagAccess", "DependencyViolation",
    "DryRunOperation", "FlowLogAlreadyExists", "FlowLogsLimitExceeded", "Gateway.NotAttached", "IdempotentParameterMismatch",
    "IncompleteSignature", "IncorrectInstanceState", "IncorrectState", "InstanceLimitExceeded",
    "InsufficientAddressCapacity", "InsufficientFreeAddressesInSubnet", "InsufficientInstanceCapacity",
    "InternalError", "InternalFailure", "InternetGatewayLimitExceeded", "InvalidAMIID.Malformed",
    "InvalidAMIID.NotFound", "InvalidAMIID.Unavailable", "InvalidAddress.NotFound", "InvalidAllocationID.NotFound",
    "InvalidAssociationID.NotFound", "InvalidAttachment.NotFound", "InvalidBlockDeviceMapping",
    "InvalidClientTokenId", "InvalidFlowLogId.NotFound", "InvalidGatewayID.NotFound", "InvalidGroup.Duplicate",
    "InvalidGroup.InUse", "InvalidGroup.NotFound", "InvalidGroup.Reserved", "InvalidIPAddress.InUse", "InvalidID",
    "InvalidInstanceID.Malformed", "InvalidInstanceID.NotFound", "InvalidInternetGatewayID.NotFound",
    "InvalidLaunchTemplateId.Malformed", "InvalidLaunchTemplateId.NotFound",
    "InvalidLaunchTemplateId.VersionNotFound", "InvalidLaunchTemplateName.AlreadyExistsException",
    "InvalidLaunchTemplateName.NotFoundException", "InvalidNatGatewayID.NotFound",
    "InvalidNetworkInterfaceID.NotFound", "InvalidParameter", "InvalidParameterCombination",
    "InvalidParameterValue", "InvalidPermission.Duplicate", "InvalidPermission.Malformed",
    "InvalidPermission.NotFound", "InvalidRoute.Malformed", "InvalidRoute.NotFound",
    "InvalidRouteTableID.NotFound", "InvalidSecurityGroupRuleId.NotFound", "InvalidServiceName", "InvalidState",
    "InvalidStateTransition", "InvalidSubnet.Conflict", "InvalidSubnet.Range", "InvalidSubnetID.NotFound",
    "InvalidTagKey.Malformed", "InvalidUserData.Malformed", "InvalidVolume.NotFound",
    "InvalidVolume.ZoneMismatch", "InvalidVpc.Range", "InvalidVpcEndpointId.NotFound", "InvalidVpcID.NotFound",
    "InvalidVpcPeeringConnectionID.NotFound", "InvalidZone.NotFound", "MissingParameter", "NatGatewayLimitExceeded",
    "NatGatewayMalformed", "NatGatewayNotFound", "NetworkInterfaceLimitExceeded", "OperationNotPermitted",
    "OptInRequired", "RequestExpired", "RequestLimitExceeded", "Resource.AlreadyAssociated", "ResourceLimitExceeded",
    "RouteAlreadyExists", "RouteLimitExceeded", "RouteTableLimitExceeded", "RulesPerSecurityGroupLimitExceeded",
    "SecurityGroupLimitExceeded", "SecurityGroupsPerInstanceLimitExceeded", "ServiceUnavailable",
    "SubnetLimitExceeded", "TagLimitExceeded", "UnauthorizedOperation", "Unavailable", "UnknownParameter",
    "Unsupported", "UnsupportedOperation", "VolumeInUse", "VolumeLimitExceeded", "VpcEndpointLimitExceeded",
    "VpcLimitExceeded", "VpcPeeringConnectionAlreadyExists",
}
# "Error responses" of the Amazon S3 API reference (API/ErrorResponses.html): its model declares few of them.
S3 = {
    "AccessDenied", "BucketNotEmpty", "ConditionalRequestConflict", "InvalidArgument", "InvalidBucketName",
    "InvalidRequest", "MalformedXML", "MethodNotAllowed", "NoSuchBucket", "NoSuchKey", "NoSuchPublicAccessBlockConfiguration",
    "NoSuchTagSet", "NoSuchVersion", "NotImplemented", "PreconditionFailed",
    "ServerSideEncryptionConfigurationNotFoundError",
}
# The codes of our own transport: no answer came, so no service has worded them.
OURS = {"Transport.AnswerLost", "Transport.ConnectTimeout", "Transport.DeadlineExceeded"}

# Values that the service sends although the enum of its model, by service and shape, lacks them.
ENUM_VALUES = {
    # "For an internet gateway, the state is available when attached to a VPC" (InternetGatewayAttachment).
    ("ec2", "AttachmentStatus"): {"available"},
    # The model has them with a capital; the wire hasn't: the example of DescribeVpcEndpoints answers
    # <state>available</state>.
    ("ec2", "State"): {
        "available", "deleted", "deleting", "expired", "failed", "pending", "pendingAcceptance", "rejected",
    },
}
