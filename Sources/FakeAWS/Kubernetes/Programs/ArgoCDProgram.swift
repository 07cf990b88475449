import Values

/// Argo CD's application controller, as far as its cluster sees it.
///
/// Source: argoproj/argo-cd, `util/settings/settings.go` (settings carry a label) and `controller/appcontroller.go`.
enum ArgoCDProgram {
    private static let name = "argocd-application-controller"
    static let application = "Kubernetes::Application"

    /// Why pods that are its end again and again: they lack settings that carry the label.
    static func obstacle(_ pods: Pods, _ cloud: Cloud) -> Pods.Obstacle? {
        guard pods.runs(name) else { return nil }
        let settings = pods.settings("\(pods.namespace)/argocd-cm", cloud)
        let label = settings?["metadata"]?["labels"]?.text("app.kubernetes.io/part-of")
        return label == "argocd" ? nil : .crash(#"configmap "argocd-cm" not found"#)
    }

    /// What an Application says after a look of the controller; nil while none is there to look.
    static func status(of application: CloudObject, _ cloud: Cloud) -> Value? {
        let place = application.key.namespacePlace
        guard Pods.available(below: place + "/", application.region, cloud).contains(where: { $0.runs(name) }) else {
            return nil
        }
        let project = application.attributes["spec"]?.text("project") ?? "default"
        guard cloud.object("Kubernetes::AppProject", application.region, "\(place)/\(project)") != nil else {
            return [
                "sync": ["status": "Unknown"],
                "health": [
                    "status": "Unknown",
                    "message": .string("Application referencing project \(project) which does not exist"),
                ],
            ]
        }
        return ["sync": ["status": "Synced"], "health": ["status": "Healthy"]]
    }

    /// What it has put into a namespace out of a repository is no object of the fake's, and stays when its Application goes.
    static func sync(_ application: CloudObject, _ cloud: inout Cloud) {
        let key = namespaceKey(destination(of: application), application.region)
        if cloud.objects[key] != nil { cloud.note(key) { $0.hidden["isSynced"] = true } }
    }

    /// Whether it has put services into a namespace, `CLUSTER/NAME`.
    static func hasSynced(_ namespace: String, _ region: String, _ cloud: Cloud) -> Bool {
        if cloud.objects[namespaceKey(namespace, region)]?.hidden["isSynced"]?.flag == true { return true }
        // A cloud that an earlier program kept has no such mark.
        return cloud.allEvenHidden(application, region).contains {
            destination(of: $0) == namespace && $0.hidden["status"]?["health"]?.text("status") == "Healthy"
        }
    }

    /// `CLUSTER/NAME` of the namespace into which it puts what its repository has.
    private static func destination(of application: CloudObject) -> String {
        let cluster = application.id.prefix { $0 != "/" }
        return "\(cluster)/\(application.attributes["spec"]?["destination"]?.text("namespace") ?? "")"
    }

    /// A namespace lies in none itself.
    private static func namespaceKey(_ place: String, _ region: String) -> CloudObject.Key {
        CloudObject.Key("Kubernetes::Namespace", region, place.replacing("/", with: "//"))
    }
}
