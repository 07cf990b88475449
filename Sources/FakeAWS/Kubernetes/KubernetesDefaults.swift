import Values

/// What an API server fills in where an object says nothing (Kubernetes API reference, defaults of each kind).
enum KubernetesDefaults {
    static func completed(_ object: Value) -> Value {
        var object = object
        switch object.text("kind") {
        case "Deployment"?: object["spec"] = deployment(object["spec"] ?? [:])
        case "Service"?: object["spec"] = service(object["spec"] ?? [:])
        default: break
        }
        return object
    }

    private static func filled(_ value: Value, with defaults: Value) -> Value { defaults.merging(value) }

    private static func deployment(_ spec: Value) -> Value {
        var spec = filled(
            spec,
            with: [
                "replicas": 1, "revisionHistoryLimit": 10, "progressDeadlineSeconds": 600,
                "strategy": [
                    "type": "RollingUpdate", "rollingUpdate": ["maxUnavailable": "25%", "maxSurge": "25%"],
                ],
            ])
        var template = spec["template"] ?? [:]
        var pod = filled(
            template["spec"] ?? [:],
            with: [
                "restartPolicy": "Always", "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst",
                "schedulerName": "default-scheduler", "securityContext": [:],
            ])
        pod["containers"] = .list(
            (pod["containers"]?.elements ?? []).map {
                filled(
                    CanonicalQuantities.written($0),
                    with: [
                        "imagePullPolicy": "IfNotPresent", "resources": [:],
                        "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
                    ])
            })
        template["spec"] = pod
        spec["template"] = template
        return spec
    }

    private static func service(_ spec: Value) -> Value {
        var spec = filled(
            spec,
            with: [
                "type": "ClusterIP", "clusterIP": "172.20.0.10", "clusterIPs": ["172.20.0.10"],
                "sessionAffinity": "None", "internalTrafficPolicy": "Cluster", "ipFamilies": ["IPv4"],
            ])
        spec["ports"] = .list(
            (spec["ports"]?.elements ?? []).map {
                filled($0, with: ["protocol": "TCP", "targetPort": $0["port"] ?? .null])
            })
        return spec
    }
}
