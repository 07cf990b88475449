public import CloudCalls

/// What to do about errors that don't go away by themselves.
public enum FailureHints {
    /// What to do when looking at a platform was refused: nothing was changed by that.
    public static func lookingHint(for error: AWSError) -> String {
        if isUnreachable(error) { return hint(for: error) }
        if isGlobal(error) {
            return "IAM, Route 53, CloudFront and what these need change through us-east-1 (AWS Fault Isolation "
                + "Boundaries): nothing was changed; run the command again when it answers."
        }
        guard isDenied(error) else { return "Nothing was changed; run the command again." }
        return hint(for: error)
            + (error.service == "kubernetes" ? "" : " `reconcile iam-policy SPEC --plan` prints what a plan needs.")
    }

    private static func isDenied(_ error: AWSError) -> Bool {
        error.code.contains("AccessDenied") || error.code.contains("Unauthorized") || error.code == "Forbidden"
    }

    /// What belongs to no region is changed there: the global services, and what CloudFront and Route 53 need beside them.
    public static func isGlobal(_ error: AWSError) -> Bool {
        error.region == "us-east-1" && error.code.hasPrefix("Transport.")
            && ["iam", "route53", "cloudfront", "budgets", "acm", "cloudwatch", "sns"].contains(error.service)
    }

    /// A cluster's API that no connection reaches: addresses outside of its CIDRs get no answer at all.
    private static func isUnreachable(_ error: AWSError) -> Bool {
        error.service == "kubernetes" && error.code.hasPrefix("Transport.Connect")
    }

    static func hint(for error: AWSError) -> String {
        if isUnreachable(error) {
            return
                "Is this machine's public address in the spec's cluster.endpointCIDRs, and were they applied? If the "
                + "cluster has others, let it in by `aws eks update-cluster-config`, then run the command again."
        }
        if error.code.contains("LimitExceeded") || error.code.contains("QuotaExceeded") {
            return "Ask AWS for a higher quota in \(error.region), or remove what is not needed; then run apply again."
        }
        if error.service == "kubernetes", isDenied(error) {
            return "The cluster lets these credentials do nothing: take those of the platform's operators role, or "
                + "have an access entry made for them (`aws eks create-access-entry`)."
        }
        if isDenied(error) {
            return "The credentials lack the right to call \(error.service):\(error.operation)."
        }
        if error.code.contains("InsufficientInstanceCapacity") {
            return "AWS has no capacity for this type in the zone now; run apply again later, or choose another type."
        }
        if error.code == "Client.Fenced" {
            return "Nothing of this run is lost; run the command again when the other has ended."
        }
        if error.code == "InvalidAction" {
            return "This version of FakeAWS lacks the operation."
        }
        return "Mend the cause and run apply again: what is done stays done."
    }
}
