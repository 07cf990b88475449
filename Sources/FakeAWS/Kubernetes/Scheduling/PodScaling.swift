import CloudCalls
import Values

/// How HorizontalPodAutoscalers move the number of pods by what those use of the CPU that they ask for.
///
/// Source: Kubernetes documentation, "Horizontal Pod Autoscaling": the algorithm, its tolerance of a tenth, no more than twice
/// as many or four more at once, and the most that was needed in five minutes before it goes down.
struct PodScaling {
    private static let type = "Kubernetes::HorizontalPodAutoscaler"
    private static let stabilization = TimeSpan.minutes(5)

    let key: CloudObject.Key
    /// The object by which it remembers what it found, and under which name.
    let memory: (place: CloudObject.Key, name: String)
    let pod: Room
    let count: Int
    let range: ClosedRange<Int>
    /// Hundredths of the CPU that pods ask for.
    let target: Int

    static func all(_ cluster: ClusterName, _ cloud: Cloud) -> [PodScaling] {
        // What pods use is told by the metrics server alone.
        guard cloud.object(EKS.addon, cluster.region, "\(cluster.name)/metrics-server")?.status == "ACTIVE" else {
            return []
        }
        return cloud.allEvenHidden(type, cluster.region).filter { $0.id.hasPrefix(cluster.name + "/") }.compactMap {
            PodScaling($0, cloud)
        }
            + SyncedWorkloads.counts(cluster, cloud).map {
                let memory = SyncedWorkloads.memory(of: $0.key)
                return PodScaling(
                    key: $0.key, memory: (memory.place, "wanted \(memory.service)"), pod: SyncedWorkloads.pod,
                    count: $0.count,
                    range: SyncedWorkloads.least...1000, target: 60)
            }
    }

    private init(
        key: CloudObject.Key, memory: (place: CloudObject.Key, name: String), pod: Room, count: Int,
        range: ClosedRange<Int>, target: Int
    ) {
        (self.key, self.memory, self.pod, self.count, self.range, self.target) = (
            key, memory, pod, count, range, target
        )
    }

    private init?(_ scaler: CloudObject, _ cloud: Cloud) {
        let spec = scaler.attributes["spec"] ?? [:]
        let name = spec["scaleTargetRef"]?.text("name") ?? ""
        let place = CloudObject.Key(Pods.type, scaler.region, "\(scaler.key.namespacePlace)/\(name)")
        let utilization = (spec["metrics"]?.elements ?? []).compactMap {
            $0["resource"]?["target"]?.number("averageUtilization")
        }.first
        guard let deployment = cloud.objects[place], let utilization else { return nil }
        let workload = Workload(deployment)
        let least = max(1, spec.number("minReplicas") ?? 1)
        self.init(
            key: place, memory: (scaler.key, "wanted"), pod: workload.pod, count: workload.count,
            range: least...max(least, spec.number("maxReplicas") ?? least), target: utilization)
    }

    /// How many pods it wants now.
    /// - Parameter used: thousandths of a vCPU that all of them use.
    func wanted(_ used: Int) -> Int {
        let asked = max(1, count * pod.cpu)
        let ratio = used * 10_000 / asked / max(1, target)
        let found = (90...110).contains(ratio) ? count : (count * ratio + 99) / 100
        return min(max(found, range.lowerBound), range.upperBound, max(count * 2, count + 4))
    }

    /// Goes up at once, and down to the most that it wanted in five minutes.
    func move(_ used: Int, _ remembered: Value?, at now: Instant) -> (count: Int, remembered: Value) {
        let wanted = wanted(used)
        let oldest = now.milliseconds - Self.stabilization.milliseconds
        // The most of each minute is enough to remember.
        let minute = now.milliseconds / 60_000 * 60_000
        var known = (remembered?.members ?? Members()).filter { (Int($0.name) ?? 0) > oldest }.map {
            ($0.name, $0.value)
        }
        let before = known.first { $0.0 == String(minute) }?.1.number ?? 0
        known.removeAll { $0.0 == String(minute) }
        known.append((String(minute), .int(max(before, wanted))))
        let most = known.compactMap { $0.1.number }.max() ?? wanted
        let isFull = known.count >= Self.stabilization.seconds / 60
        return (wanted >= count ? wanted : isFull ? min(count, most) : count, .object(Members(known)))
    }
}
