import CloudCalls
import Providers
import Values

/// Why pods of a Deployment don't get ready, as the pods say it themselves: the Deployment only counts them.
///
/// Source: Kubernetes API reference, "PodStatus" and "ContainerStatus".
enum PodTrouble {
    /// A rollout goes on by itself; after so long without progress its pods are asked.
    private static let patience = TimeSpan.minutes(1)
    /// What a container waits for on its way up.
    private static let usual: Set<String> = ["ContainerCreating", "PodInitializing"]

    /// One line; nil while the rollout goes on, and where the pods say nothing or may not be asked.
    static func reason(
        of deployment: Value, in cluster: ClusterName, _ cloud: CloudAccess
    ) async -> String? {
        guard hasStalled(deployment, at: cloud.now), let namespace = deployment["metadata"]?.text("namespace"),
            let labels = deployment["spec"]?["selector"]?["matchLabels"]?.members, !labels.isEmpty
        else { return nil }
        let selector = labels.map { "\($0.name)=\($0.value.text ?? "")" }.joined(separator: ",")
        let pods = try? await cloud.list(apiVersion: "v1", kind: "Pod", labelSelector: selector, in: cluster)
        return pods?.lazy.filter { $0["metadata"]?.text("namespace") == namespace }.compactMap(reason(of:)).first
    }

    private static func hasStalled(_ deployment: Value, at now: Instant) -> Bool {
        let conditions = deployment["status"]?["conditions"]?.elements ?? []
        guard let progress = conditions.first(where: { $0.text("type") == "Progressing" }) else { return false }
        guard progress.text("status") != "False" else { return true }
        let last = progress.text("lastUpdateTime").flatMap(Instant.init(timestamp:))
        return last.map { now - $0 > patience } ?? false
    }

    private static func reason(of pod: Value) -> String? {
        let status = pod["status"] ?? [:]
        let unplaced = (status["conditions"]?.elements ?? []).first {
            $0.text("type") == "PodScheduled" && $0.text("status") == "False"
        }
        if let unplaced { return said(unplaced) }
        for container in (status["initContainerStatuses"]?.elements ?? [])
            + (status["containerStatuses"]?.elements ?? [])
        {
            guard let waiting = container["state"]?["waiting"], let word = waiting.text("reason"), !usual.contains(word)
            else { continue }
            let ended = container["lastState"]?["terminated"]
            let lastLine = ended?.text("message")?.split(whereSeparator: \.isNewline).last.map { ": \($0)" } ?? ""
            let code = ended?.number("exitCode").map { ", exit code \($0)" } ?? ""
            return "container \(container.text("name") ?? ""): " + said(waiting) + code + lastLine
        }
        return nil
    }

    private static func said(_ value: Value) -> String {
        [value.text("reason"), value.text("message")].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": ")
    }
}
