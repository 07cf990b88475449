public import CloudCalls
public import Values

/// What a principal of IAM may do in a cluster: Kubernetes' own rules are not held against anybody.
public enum ClusterAccess: Sendable { case none, entry, everything }

extension Cloud {
    /// What the access entries of a cluster let a principal do.
    public func access(of principal: String, to cluster: ClusterName) -> ClusterAccess {
        guard let entry = object(EKS.accessEntry, cluster.region, "\(cluster.name)/\(principal)") else { return .none }
        let isAdmin = entry.hidden["policies"]?.elements.contains {
            $0.text("policyArn") == AccessPolicies.admin && $0["accessScope"]?.text("type") == "cluster"
        }
        return isAdmin == true ? .everything : .entry
    }

    /// Lets in who made a cluster, as EKS does unless CreateCluster says otherwise (EKS API reference,
    /// `CreateAccessConfigRequest`).
    public mutating func admitCreator(_ principal: String, by request: AWSRequest, at now: Instant) {
        let access = request.input["accessConfig"] ?? [:]
        guard let name = request.input.text("name"), access["bootstrapClusterCreatorAdminPermissions"]?.flag != false,
            access.text("authenticationMode") ?? "CONFIG_MAP" != "CONFIG_MAP"
        else { return }
        let call = Call(
            service: "eks", operation: request.operation, region: request.region, input: request.input, now: now)
        AccessEntries.insertForCreator(principal, name, call, &self)
    }
}
