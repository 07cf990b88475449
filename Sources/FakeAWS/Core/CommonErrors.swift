import CloudCalls

/// Codes of the errors that every operation of a service may answer with; those that speak JSON word them otherwise.
///
/// Source: "Common Errors" of the services' API references, and the protocols of botocore's models.
enum CommonErrors {
    private static let jsonServices: Set<String> = [
        "acm", "budgets", "ecr", "eks", "kms", "logs", "resourcegroupstaggingapi", "secretsmanager", "service-quotas",
        "ssm",
    ]

    static func throttling(_ service: String) -> AWSError {
        if service == "ec2" { return AWSError("RequestLimitExceeded", "Request limit exceeded.") }
        return AWSError(jsonServices.contains(service) ? "ThrottlingException" : "Throttling", "Rate exceeded")
    }

    static func missing(_ parameter: String, _ service: String) -> AWSError {
        AWSError(
            jsonServices.contains(service) ? "ValidationException" : "MissingParameter",
            "The request must contain the parameter \(parameter).")
    }
}
