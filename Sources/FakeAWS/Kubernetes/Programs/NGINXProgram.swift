import Values

/// F5's NGINX Ingress Controller, as far as its cluster sees it.
///
/// Source: its documentation, "Command-line arguments" and "ConfigMap resources"; `internal/k8s/validation.go`.
enum NGINXProgram {
    static let controllerName = "nginx.org/ingress-controller"
    private static let settingsFlag = "-nginx-configmaps="

    /// Why pods that are its end again and again: they lack the settings that they name.
    static func obstacle(_ pods: Pods, _ cloud: Cloud) -> Pods.Obstacle? {
        guard let place = pods.argument(settingsFlag), pods.settings(place, cloud) == nil else { return nil }
        return .crash("Error when getting \(place): configmaps not found")
    }

    /// The class of Ingresses that pods serve; nil where they are no controller's.
    static func className(of pods: Pods) -> String? { pods.argument("-ingress-class=") }

    /// Whether it serves an Ingress of its class.
    static func takes(_ ingress: CloudObject, _ pods: Pods) -> Bool {
        pods.isOn("-allow-empty-ingress-host")
            || (ingress.attributes["spec"]?["rules"]?.elements ?? []).allSatisfy { !($0.text("host") ?? "").isEmpty }
    }

    /// What an Ingress says once the controller of its class has taken it; nil where it does not take it, or says nothing of it.
    static func status(of ingress: CloudObject, className: String, _ cloud: Cloud) -> Value? {
        let cluster = ingress.id.prefix { $0 != "/" }
        let controllers = Pods.available(below: cluster + "/", ingress.region, cloud)
        guard let pods = controllers.first(where: { self.className(of: $0) == className }), takes(ingress, pods),
            pods.isOn("-report-ingress-status"),
            let place = pods.argument(settingsFlag),
            let address = pods.settings(place, cloud)?["data"]?.text("external-status-address")
        else { return nil }
        return ["loadBalancer": ["ingress": [["hostname": .string(address)]]]]
    }
}
