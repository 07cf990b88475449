import CloudCalls
import Values

/// The Cluster Autoscaler, as far as its cluster and its node groups see it.
///
/// Source: kubernetes/autoscaler, `cluster-autoscaler/FAQ.md` ("How does scale-up work?", "How does scale-down work?", the
/// flags' standard values) and `cloudprovider/aws/README.md`.
enum ClusterAutoscalerProgram {
    private static let name = "cluster-autoscaler"
    private static let tag = "k8s.io/cluster-autoscaler/enabled"
    /// `--scale-down-unneeded-time` and `--scale-down-delay-after-add`.
    private static let patience = TimeSpan.minutes(10)
    /// `--scale-down-utilization-threshold`, in hundredths.
    private static let hardlyUsed = 50

    /// Why pods that are its end again and again: it gets no way to its region, or no credentials.
    static func obstacle(_ pods: Pods, _ cloud: Cloud) -> Pods.Obstacle? {
        guard pods.runs(name) else { return nil }
        guard pods.environment("AWS_REGION") != nil else {
            return .crash("Failed to get AWS Region: the node's metadata does not answer")
        }
        guard let role = role(of: pods, cloud) else {
            return .crash("Failed to create AWS Manager: NoCredentialProviders: no valid providers in chain")
        }
        guard may(role, "autoscaling:DescribeAutoScalingGroups", "*", cloud) else {
            return .crash(
                "Failed to create AWS Manager: AccessDenied: not authorized to perform DescribeAutoScalingGroups")
        }
        return nil
    }

    private static func role(of pods: Pods, _ cloud: Cloud) -> CloudObject? {
        let identity = cloud.allEvenHidden(EKS.podIdentity, pods.place.region).first {
            $0.attributes.text("clusterName") == pods.place.name && $0.attributes.text("namespace") == pods.namespace
                && $0.attributes.text("serviceAccount") == pods.account
        }
        guard let arn = identity?.attributes.text("roleArn") else { return nil }
        return cloud.allEvenHidden(IAM.roleType, "global").first { $0.attributes.text("Arn") == arn }
    }

    private static func may(_ role: CloudObject, _ action: String, _ resource: String, _ cloud: Cloud) -> Bool {
        let words = PolicySimulation.documents(of: role, cloud).compactMap { PolicyText($0) }.compactMap {
            $0.word(on: action, resource, ["aws:resourcetag/\(tag)": ["true"]])
        }
        return words.contains { $0 == .allow } && !words.contains { $0 == .deny }
    }

    /// One look at a cluster's node group: more nodes for pods without room, one less when it is hardly used for long.
    /// - Parameter placement: of the workloads on the nodes that serve.
    static func look(
        at group: CloudObject.Key, of cluster: ClusterName, _ workloads: [Workload], _ placement: Placement,
        _ cloud: inout Cloud
    ) {
        guard let found = cloud.objects[group], found.tags[tag] == "true", found.status.isEmpty else { return }
        let desired = found.attributes.number("DesiredCapacity") ?? 0
        let isIdle = placement.unplaced == 0
        // Most looks find nothing to do.
        guard !isIdle || desired > found.attributes.number("MinSize") ?? 0,
            let pods = Pods.available(below: cluster.name + "/", cluster.region, cloud).first(where: { $0.runs(name) })
        else { return }
        let type = cloud.launchData(found.attributes["LaunchTemplate"], cluster.region)?.text("InstanceType") ?? ""
        let serving = placement.nodes
        guard !isIdle else { return lessen(group, desired, type, workloads, serving, pods, &cloud) }
        // Nodes on their way count as there.
        let coming = max(
            0,
            desired
                - (found.hidden["instances"]?.elements ?? []).count {
                    cloud.isInstanceServing($0.text("InstanceId") ?? "", group.region)
                })
        let most = found.attributes.number("MaxSize") ?? desired
        var nodes = serving + Array(repeating: Room(ofNode: type), count: coming)
        var wanted = desired
        var lacking = Placement(workloads, on: nodes).unplaced
        while lacking > 0, wanted < most {
            nodes.append(Room(ofNode: type))
            wanted += 1
            let left = Placement(workloads, on: nodes).unplaced
            // A pod that is larger than a node gets no room by another one.
            guard left < lacking else {
                wanted -= 1
                break
            }
            lacking = left
        }
        if found.hidden["unneededSince"] != nil { cloud.note(group) { $0.hidden["unneededSince"] = nil } }
        if wanted > desired { setSize(group, wanted, "SetDesiredCapacity", pods, &cloud) }
    }

    private static func lessen(
        _ group: CloudObject.Key, _ desired: Int, _ type: String, _ workloads: [Workload], _ nodes: [Room],
        _ pods: Pods,
        _ cloud: inout Cloud
    ) {
        guard let found = cloud.objects[group] else { return }
        let least = found.attributes.number("MinSize") ?? 0
        let isUnneeded = desired > least && isOneTooMany(workloads, nodes, Room(ofNode: type))
        let since = found.hidden.number("unneededSince")
        guard isUnneeded, desired == (found.hidden["instances"]?.elements ?? []).count else {
            if since != nil { cloud.note(group) { $0.hidden["unneededSince"] = nil } }
            return
        }
        guard let since else {
            let now = cloud.now.milliseconds
            return cloud.note(group) { $0.hidden["unneededSince"] = .int(now) }
        }
        guard cloud.now.milliseconds - since >= patience.milliseconds else { return }
        setSize(group, desired - 1, "TerminateInstanceInAutoScalingGroup", pods, &cloud)
    }

    /// Whether a node's pods ask for less than half of it and have room on the others.
    private static func isOneTooMany(_ workloads: [Workload], _ nodes: [Room], _ size: Room) -> Bool {
        guard let last = nodes.lastIndex(of: size) else { return false }
        var fewer = nodes
        fewer.remove(at: last)
        let left = Placement(workloads, on: nodes).left.filter { $0.cpu * 100 > size.cpu * (100 - hardlyUsed) }
        return !left.isEmpty && Placement(workloads, on: fewer).unplaced == 0
    }

    private static func setSize(
        _ group: CloudObject.Key, _ size: Int, _ action: String, _ pods: Pods, _ cloud: inout Cloud
    ) {
        let arn = cloud.objects[group]?.attributes.text("AutoScalingGroupARN") ?? ""
        guard let role = role(of: pods, cloud), may(role, "autoscaling:\(action)", arn, cloud) else { return }
        cloud.update(group) { $0.attributes["DesiredCapacity"] = .int(size) }
    }
}
