import Documents
import Specs

/// The Compose file of an instance, as YAML.
enum ComposeFile {
    /// Where the services find PostgreSQL: in a container beside them, or at the address in `.env`.
    enum Database: Sendable { case container, managed }

    static func text(_ spec: Spec, _ database: Database = .container) -> String {
        var lines = ["services:"]
        if database == .container { lines += container(spec) }
        lines += [
            "  proxy:",
            "    image: public.ecr.aws/nginx/nginx:1.29-alpine",
            "    restart: unless-stopped",
            "    ports: [\"80:80\"]",
            "    volumes: [\"/opt/platform/nginx.conf:/etc/nginx/conf.d/default.conf:ro\"]",
            "    depends_on: [\(spec.services.map { YAML.quoted("service-\($0.name)") }.joined(separator: ", "))]",
        ]
        for service in spec.services { lines += block(service, database, spec) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func container(_ spec: Spec) -> [String] {
        [
            "  database:",
            "    image: \(postgresImage(spec))",
            "    restart: unless-stopped",
            "    command: [postgres, -c, wal_level=logical, -c, max_replication_slots=10, -c, max_wal_senders=10]",
            "    environment:",
            "      POSTGRES_USER: ${DATABASE_USER}",
            "      POSTGRES_PASSWORD: ${DATABASE_PASSWORD}",
            "      POSTGRES_DB: platform",
            // Only RDS may come to it, by the security group, while rows move.
            "    ports: [\"5432:5432\"]",
            "    volumes: [\"/data/postgresql:/var/lib/postgresql/data\"]",
            "    healthcheck:",
            "      test: [CMD-SHELL, \"pg_isready -U $${POSTGRES_USER} -d platform\"]",
            "      interval: 5s",
            "      retries: 24",
        ]
    }

    private static func block(_ service: ServiceSpec, _ database: Database, _ spec: Spec) -> [String] {
        // The container's until the rows have moved, see `RowsScript`.
        let place =
            database == .container
            ? "${DATABASE_HOST:-database}:5432/platform${DATABASE_OPTIONS:-}"
            : "${DATABASE_HOST}:5432/platform?sslmode=require"
        var lines = [
            "  service-\(service.name):",
            "    image: \(YAML.quoted(Registries.image(of: service, in: spec.primaryRegion.name, spec)))",
            "    restart: unless-stopped",
            "    environment:",
            "      PORT: \(YAML.quoted(String(service.port)))",
            "      DATABASE_URL: postgres://${DATABASE_USER}:${DATABASE_PASSWORD}@\(place)",
        ]
        for (name, value) in service.environment.sorted(by: { $0.key < $1.key }) {
            // Compose would put variables in; it takes `$$` for a dollar.
            let literal = value.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$")
            lines.append("      \(YAML.quoted(name)): \(YAML.quoted(literal))")
        }
        lines.append("    mem_limit: \(service.memory)m")
        if database == .container { lines.append("    depends_on: {database: {condition: service_healthy}}") }
        return lines
    }

    private static func postgresImage(_ spec: Spec) -> String {
        "public.ecr.aws/docker/library/postgres:\(spec.database.engineVersion)-alpine"
    }
}
