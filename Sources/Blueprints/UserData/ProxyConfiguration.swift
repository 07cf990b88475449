import Specs

/// The reverse proxy's configuration: a location for each service's path, the longest first.
enum ProxyConfiguration {
    static func text(_ spec: Spec) -> String {
        var lines = ["server {", "  listen 80 default_server;", "  location = /healthz { return 200 \"ok\\n\"; }"]
        let services = spec.services.sorted { ($1.path.count, $0.path) < ($0.path.count, $1.path) }
        for service in services {
            let path = service.path == "/" ? "/" : service.path
            lines += [
                "  location \(path) {",
                "    proxy_pass http://service-\(service.name):\(service.port);",
                "    proxy_set_header Host $host;",
                "    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
                "  }",
            ]
        }
        return (lines + ["}"]).joined(separator: "\n") + "\n"
    }
}
