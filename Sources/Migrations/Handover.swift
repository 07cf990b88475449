import Diagnostics
import Planning
import Resources
import Values

/// Refuses to delete what serves users because a GitOps repository is to describe it from now on: Argo CD makes its own
/// only when it next looks, and what has the same name is the very same object.
enum Handover {
    private static let deployment: Kind = "Kubernetes::Deployment"

    /// - Parameter wanted: the end of the way.
    static func check(_ world: World, _ wanted: ResourceGraph) throws(PlanProblems) {
        let served = world.existing.values.map(\.observation).filter { one in
            one.kind == deployment && !wanted.contains(one.address) && one.address.local.hasPrefix("services/")
                && wanted.contains(Address("\(one.address.scope)/argocd/application"))
                && wanted.contains(settings(one.address))
        }.sorted { $0.address < $1.address }
        guard let first = served.first else { return }
        let names = Set(served.compactMap { $0.properties.text("name") }).sorted().joined(separator: ", ")
        throw PlanProblems([
            Diagnostic(
                "plan.gitOpsTakesOver",
                "With gitOps Argo CD owns the Deployments, Services and autoscalers of \(names), which serve users now: the "
                    + "plan would delete them before Argo CD has made its own.", path: first.address.text,
                hint: "Hand them over: `kubectl -n \(first.properties.text("namespace") ?? "") label "
                    + "deployment,service,hpa --all reconcile.dev/platform-` in each cluster. Then they are left alone, and "
                    + "Argo CD takes over what its repository names.")
        ])
    }

    /// The settings of the same service, without which the spec no longer names it.
    private static func settings(_ deployment: Address) -> Address {
        Address(deployment.text.split(separator: "/").dropLast().joined(separator: "/") + "/settings")
    }
}
