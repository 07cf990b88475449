import Specs
import TestSupport
import Testing

/// The boot scripts, run for real on a machine of stubs.
struct BootTests {
    private static func spec(_ phase: Int) -> Spec {
        Spec(
            name: "shop", phase: phase, account: "123456789012",
            regions: [RegionSpec(name: "ap-south-1", network: "10.0.0.0/16")],
            services: [
                ServiceSpec(name: "a", image: "nginx:1", path: "/a", environment: ["GREETING": "it's $5"]),
                ServiceSpec(name: "b", image: "nginx:1", path: "/"),
            ])
    }

    @Test(arguments: [0, 1])
    func `a machine boots into the platform and says so`(_ phase: Int) async throws {
        let machine = try Machine(script: BootScript.text(Self.spec(phase)))
        let (result, calls) = try await machine.boot()
        try #require(result.status == 0, "\(result.errors)")
        let files = try machine.files()
        #expect(files["usr/local/lib/docker/cli-plugins/docker-compose"] == "755 compose plugin\n")
        #expect(files["opt/platform/compose.yaml"]?.contains("service-a:") == true)
        #expect(files["opt/platform/nginx.conf"]?.contains("proxy_pass http://service-b:8080;") == true)
        let unit = files["etc/systemd/system/platform.service"] ?? ""
        #expect(unit.contains("ExecStart=/usr/bin/docker compose up -d"))
        #expect(unit.contains("RequiresMountsFor=/data") == (phase == 0))
        // Root's alone, and never in the script.
        var secrets = "600 DATABASE_USER=platform\nDATABASE_PASSWORD=n0tInTheScript\n"
        if phase == 1 { secrets += "DATABASE_HOST=\(BootScript.databaseHost)\n" }
        #expect(files["opt/platform/.env"] == secrets)
        #expect(files["etc/fstab"] == (phase == 0 ? "644 UUID=0a1b2c3d-uuid /data xfs defaults,nofail 0 2\n" : nil))
        let order = [
            "dnf install -y docker", "systemctl enable --now docker", "aws secretsmanager get-secret-value",
            "systemctl daemon-reload",
            "docker login --username AWS --password-stdin "
                + "123456789012.dkr.ecr.ap-south-1.amazonaws.com",
            "systemctl restart platform.service", "curl -fsS http://localhost/healthz",
            "aws ec2 create-tags --resources i-0123456789abcdef0 --tags Key=reconcile:boot,Value=ready",
        ]
        let places = order.map { wanted in calls.firstIndex { $0.hasPrefix(wanted) } ?? -1 }
        #expect(!places.contains(-1) && places == places.sorted(), "\(calls)")
        #expect(calls.contains { $0.hasPrefix("mkfs -t xfs") } == (phase == 0))
    }

    @Test(arguments: [0, 1])
    func `running it twice is running it once`(_ phase: Int) async throws {
        let machine = try Machine(script: BootScript.text(Self.spec(phase)))
        #expect(try await machine.boot().result.status == 0)
        let before = try machine.files()
        let (result, calls) = try await machine.boot()
        #expect(result.status == 0, "\(result.errors)")
        #expect(try machine.files() == before)
        for word in ["dnf", "mkfs", "mount "] { #expect(!calls.contains { $0.hasPrefix(word) }, "\(calls)") }
        #expect(!calls.contains { $0.contains("docker-compose") }, "nothing is downloaded again: \(calls)")
    }

    @Test func `data that is there is never formatted away`() async throws {
        let machine = try Machine(script: BootScript.text(Self.spec(0)))
        try machine.scratch.write("old-uuid\n", to: "state/formatted")
        let (result, calls) = try await machine.boot()
        #expect(result.status == 0)
        #expect(!calls.contains { $0.hasPrefix("mkfs") })
        #expect(try machine.files()["etc/fstab"]?.contains("UUID=old-uuid ") == true)
    }

    @Test(arguments: ["dnf", "aws", "checksum", "docker", "systemctl", "health", "mkfs", "mount"])
    func `a boot that fails on its way never says that it is ready`(_ broken: String) async throws {
        let machine = try Machine(script: BootScript.text(Self.spec(0)))
        let (result, calls) = try await machine.boot(broken: broken)
        #expect(result.status != 0)
        #expect(!calls.contains { $0.contains("create-tags") })
        if broken == "checksum" {
            #expect(try machine.files()["usr/local/lib/docker/cli-plugins/docker-compose"] == nil)
        }
    }

    @Test func `a data volume that does not come is told`() async throws {
        let machine = try Machine(script: BootScript.text(Self.spec(0)), hasVolume: false)
        let (result, calls) = try await machine.boot()
        #expect(result.status != 0)
        #expect(result.errors.contains("the data volume /dev/sdf did not appear"))
        #expect(!calls.contains { $0.hasPrefix("mkfs") })
    }
}
