import Documents
import Specs
import TestSupport
import Testing
import Values

/// What the generated boot scripts are, looked at with the tools of those who would review them.
struct UserDataTests {
    private static func specs(_ phase: Int) -> [Spec] {
        Seeds.range().map { seed in
            var generator = SpecGenerator(seed: seed)
            return generator.spec(phase: phase)
        }
    }

    @Test(arguments: [0, 1])
    func `every script is sound for bash and shellcheck`(_ phase: Int) async throws {
        let scratch = try Scratch()
        for (index, spec) in Self.specs(phase).prefix(12).enumerated() {
            try scratch.write(BootScript.text(spec), to: "\(index).sh")
        }
        let syntax = try await Tool.run(
            "/bin/bash", ["-c", "for file in *.sh; do bash -n \"$file\" || exit 1; done"], in: scratch.path)
        #expect(syntax.status == 0, "\(syntax.errors)")
        let check = try await Tool.run(
            "/bin/bash", ["-c", "shellcheck --shell=bash --severity=style *.sh"], in: scratch.path)
        #expect(check.status == 0, "\(check.output)\(check.errors)")
    }

    @Test(arguments: [0, 1])
    func `the Compose file says to a YAML parser what the spec says`(_ phase: Int) async throws {
        let scratch = try Scratch()
        let specs = Self.specs(phase)
        for (index, spec) in specs.enumerated() {
            try scratch.write(
                BootScript.document("COMPOSE_FILE", in: BootScript.text(spec)), to: "\(index).yaml")
        }
        let parsed = try await Tool.run(
            Tool.python,
            [
                "-c",
                "import json, sys, yaml; print(json.dumps([yaml.safe_load(open(n, newline='')) for n in sys.argv[1:]]))",
            ] + specs.indices.map { "\($0).yaml" }, in: scratch.path)
        try #require(parsed.status == 0, "\(parsed.errors)")
        let documents = try JSON.value(from: parsed.output).elements
        try #require(documents.count == specs.count)
        for (spec, document) in zip(specs, documents) {
            let services = document["services"] ?? [:]
            var names = spec.services.map { "service-\($0.name)" } + ["proxy"]
            if phase == 0 { names.append("database") }
            #expect(services.members.map(\.name).sorted() == names.sorted())
            #expect(services["proxy"]?["ports"] == ["80:80"])
            #expect(services["proxy"]?["depends_on"]?.texts == spec.services.map { "service-\($0.name)" })
            if phase == 0 {
                #expect(services["database"]?["command"]?.texts.contains("wal_level=logical") == true)
                #expect(services["database"]?["volumes"] == ["/data/postgresql:/var/lib/postgresql/data"])
            }
            for service in spec.services { check(service, services["service-\(service.name)"] ?? [:], phase) }
        }
    }

    private func check(_ service: ServiceSpec, _ written: Value, _ phase: Int) {
        #expect(written["image"] == .string(service.image))
        #expect(written["mem_limit"] == .string("\(service.memory)m"))
        #expect((written["depends_on"]?["database"]?["condition"] == "service_healthy") == (phase == 0))
        var environment = service.environment
        environment["PORT"] = String(service.port)
        let place =
            phase == 0
            ? "${DATABASE_HOST:-database}:5432/platform${DATABASE_OPTIONS:-}"
            : "${DATABASE_HOST}:5432/platform?sslmode=require"
        for pair in written["environment"]?.members ?? Members() {
            if pair.name == "DATABASE_URL" {
                #expect(pair.value == .string("postgres://${DATABASE_USER}:${DATABASE_PASSWORD}@\(place)"))
                continue
            }
            // Compose makes one dollar of two.
            let value = (pair.value.text ?? "").split(separator: "$$", omittingEmptySubsequences: false)
            #expect(environment.removeValue(forKey: pair.name) == value.joined(separator: "$"))
        }
        #expect(environment.isEmpty)
    }

    @Test func `the proxy has a place for each path, the longest first`() {
        for spec in Self.specs(0) {
            let text = BootScript.document("NGINX_FILE", in: BootScript.text(spec))
            let lines = text.split(separator: "\n")
            let paths = lines.compactMap { line -> String? in
                guard line.hasPrefix("  location /"), line.hasSuffix(" {") else { return nil }
                return String(line.dropFirst("  location ".count).dropLast(2))
            }
            #expect(Set(paths) == Set(spec.services.map(\.path)))
            #expect(paths.map(\.count) == paths.map(\.count).sorted(by: >))
            #expect(text.count { $0 == "{" } == text.count { $0 == "}" })
        }
    }

    @Test(arguments: [0, 1])
    func `no secret is in a script, only where it is fetched from`(_ phase: Int) {
        for spec in Self.specs(phase) {
            let script = BootScript.text(spec)
            #expect(script.contains("secretsmanager get-secret-value --secret-id '\(spec.name)/database'"))
            // The only passwords are variables, and the only file with them is root's.
            for line in script.split(separator: "\n") where line.lowercased().contains("password") {
                let isVariable =
                    line.contains("${DATABASE_PASSWORD}") || line.contains("DATABASE_PASSWORD=%s")
                    || line.contains("get-login-password") || line.hasPrefix("# The password")
                #expect(isVariable, "\(line)")
            }
        }
    }
}
