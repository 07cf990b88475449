import Resources
import Specs
import Values

/// The platform's services inside the cluster.
///
/// With a GitOps repository Argo CD owns Deployment, Service and autoscaler; namespace, account, settings, budget of
/// disruptions and ingress are ours in any case.
struct ServiceObjects {
    /// The service account of all services.
    static let account = "services"

    let stamp: RegionalStamp

    /// Without which a region answers nobody's request to services.
    static func serving(_ services: [ServiceSpec], of spec: Spec) -> [String] {
        let own = services.flatMap { ["services/\($0.name)/deployment", "services/\($0.name)/service"] }
        return ["services/ingress"] + (spec.gitOps == nil ? own : ["argocd/application"])
    }

    private var namespace: String { stamp.spec.name }

    var resources: [Resource] {
        var all = [
            stamp.object("services/namespace", "Namespace", namespace, in: nil, [:]),
            stamp.object(
                "services/account", "ServiceAccount", Self.account, in: namespace, [:],
                dependsOn: ["services/namespace"]),
            ingress,
        ]
        for service in stamp.spec.services {
            all += [settings(service), budget(service)]
            if stamp.spec.gitOps == nil { all += [deployment(service), endpoint(service), autoscaler(service)] }
        }
        return all
    }

    private func address(_ service: ServiceSpec, _ part: String) -> String { "services/\(service.name)/\(part)" }
    private func labels(_ service: ServiceSpec) -> Value { ["app": .string(service.name)] }

    /// The endpoints through which switches of database and cache reach the pods; the password is fetched by the
    /// pods' own role.
    private func settings(_ service: ServiceSpec) -> Resource {
        let writer = stamp.databaseReference(in: stamp.writerRegion, "Endpoint.Address")
        // Reads stay in the region where it has a database that is about to stay what it is.
        let isReadHere = stamp.hasDatabase && (stamp.phase < 4 || stamp.writer.leaving == .no)
        let reader = isReadHere ? stamp.databaseReference(in: stamp.region, "Endpoint.Address") : writer
        var data: Value = [
            // Writes have one home.
            "DATABASE_HOST": stamp.forwardsWrites ? writer : reader, "DATABASE_READ_HOST": reader,
            "DATABASE_NAME": "platform", "DATABASE_PORT": "5432", "DATABASE_SSLMODE": "require",
            "DATABASE_SECRET": .string(Keys.databaseSecret(stamp.spec)),
            "DATABASE_SECRET_REGION": .string(stamp.region.name), "AWS_REGION": .string(stamp.region.name),
        ]
        if !stamp.forwardsWrites { data["DATABASE_WRITES"] = "refused" }
        if stamp.phase >= 3 {
            data["CACHE_HOST"] = stamp.reference("cache/group", "PrimaryEndPoint.Address")
            data["CACHE_PORT"] = "6379"
            data["CACHE_TLS"] = "true"
        }
        return stamp.object(
            address(service, "settings"), "ConfigMap", service.name, in: namespace, ["data": data],
            dependsOn: ["services/namespace"] + (stamp.phase >= 3 ? ["cache/ingress/cluster"] : []),
            lifecycle: Lifecycle(restartsServices: true))
    }

    private func budget(_ service: ServiceSpec) -> Resource {
        stamp.object(
            address(service, "disruptions"), "PodDisruptionBudget", service.name, in: namespace,
            ["spec": ["maxUnavailable": 1, "selector": ["matchLabels": labels(service)]]],
            dependsOn: ["services/namespace"])
    }

    private func deployment(_ service: ServiceSpec) -> Resource {
        stamp.object(
            address(service, "deployment"), "Deployment", service.name, in: namespace,
            [
                "labels": labels(service), "replicas": .int(service.minReplicas),
                "spec": [
                    "selector": ["matchLabels": labels(service)],
                    "strategy": ["type": "RollingUpdate", "rollingUpdate": ["maxUnavailable": 0, "maxSurge": 1]],
                    "template": [
                        "metadata": [
                            "labels": labels(service),
                            "annotations": [
                                // Pods read their settings when they start: other settings are another template.
                                "checksum/settings": stamp.reference(address(service, "settings"), "checksum")
                            ],
                        ], "spec": pod(service),
                    ],
                ],
            ],
            dependsOn: [
                "cluster/nodes", "cluster/addon/coredns", "cluster/identity/services", "services/account",
                address(service, "settings"),
            ] + (stamp.hasDatabase ? [stamp.database("ingress/cluster")] : []))
    }

    private func pod(_ service: ServiceSpec) -> Value {
        var environment: [Value] = [["name": "PORT", "value": .string(String(service.port))]]
        for (name, value) in service.environment.sorted(by: { $0.key < $1.key }) {
            environment.append(["name": .string(name), "value": .string(value)])
        }
        let memory = Quantity.mebibytes(service.memory)
        return [
            "serviceAccountName": .string(Self.account), "terminationGracePeriodSeconds": 45,
            "topologySpreadConstraints": [
                [
                    "maxSkew": 1, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "ScheduleAnyway",
                    "labelSelector": ["matchLabels": labels(service)],
                ]
            ],
            "containers": [
                [
                    "name": "service",
                    "image": .string(Registries.image(of: service, in: stamp.region.name, stamp.spec)),
                    "ports": [["name": "http", "containerPort": .int(service.port)]],
                    "envFrom": [["configMapRef": ["name": .string(service.name)]]], "env": .list(environment),
                    "resources": [
                        "requests": ["cpu": .string(Quantity.millicores(service.cpu)), "memory": .string(memory)],
                        "limits": ["memory": .string(memory)],
                    ],
                    "readinessProbe": [
                        "httpGet": ["path": .string(service.healthPath), "port": "http"], "periodSeconds": 5,
                    ],
                    "lifecycle": ["preStop": ["sleep": ["seconds": 15]]],
                    "securityContext": ["allowPrivilegeEscalation": false],
                ]
            ],
        ]
    }

    private func endpoint(_ service: ServiceSpec) -> Resource {
        stamp.object(
            address(service, "service"), "Service", service.name, in: namespace,
            [
                "spec": [
                    "selector": labels(service),
                    "ports": [["name": "http", "port": 80, "targetPort": "http", "protocol": "TCP"]],
                ]
            ], dependsOn: ["services/namespace"])
    }

    private func autoscaler(_ service: ServiceSpec) -> Resource {
        stamp.object(
            address(service, "autoscaler"), "HorizontalPodAutoscaler", service.name, in: namespace,
            [
                "spec": [
                    "scaleTargetRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": .string(service.name)],
                    "minReplicas": .int(service.minReplicas), "maxReplicas": .int(service.maxReplicas),
                    "metrics": [
                        [
                            "type": "Resource",
                            "resource": [
                                "name": "cpu", "target": ["type": "Utilization", "averageUtilization": 60],
                            ],
                        ]
                    ],
                ]
            ], dependsOn: [address(service, "deployment"), "cluster/addon/metrics-server"])
    }

    /// One Ingress for all services, the longest path first.
    private var ingress: Resource {
        let services = stamp.spec.services.sorted { ($1.path.count, $0.path) < ($0.path.count, $1.path) }
        let paths = services.map { service -> Value in
            [
                "path": .string(service.path), "pathType": "Prefix",
                "backend": ["service": ["name": .string(service.name), "port": ["number": 80]]],
            ]
        }
        return stamp.object(
            "services/ingress", "Ingress", namespace, in: namespace,
            [
                "spec": [
                    "ingressClassName": .string(IngressController.className),
                    "rules": [["http": ["paths": .list(paths)]]],
                ]
            ], dependsOn: ["services/namespace", "ingress/class", "ingress/controller"])
    }
}
