import Blueprints
import Documents
import FoundationEssentials
import Resources
import Specs
import TestSupport
import Testing
import Values

/// The document that moves rows: its script, looked at by those who would review it, and run for real.
struct RowsScriptTests {
    /// The script as a machine's agent would write it, with the parameters still in braces.
    private static func script(_ spec: Spec) -> String? {
        let document = Blueprint.graph(for: spec).resources.first { $0.address.local == "rows/document" }
        let step = document?.properties["Content"]?["mainSteps"]?.elements.first
        return step?["inputs"]?["runCommand"]?.texts.joined(separator: "\n")
    }

    private static let spec = Spec(
        name: "shop", phase: 0, account: "123456789012",
        regions: [RegionSpec(name: "ap-south-1", network: "10.0.0.0/16")],
        services: [
            ServiceSpec(name: "a", image: "nginx:1", path: "/a"), ServiceSpec(name: "b", image: "nginx:1", path: "/"),
        ])

    @Test(arguments: [0, 1])
    func `the script is sound for bash and shellcheck`(_ phase: Int) async throws {
        let scratch = try Scratch()
        for seed in Seeds.range().prefix(4) {
            var generator = SpecGenerator(seed: seed)
            try scratch.write(try #require(Self.script(generator.spec(phase: phase))), to: "\(seed).sh")
        }
        let check = try await Tool.run(
            "/bin/bash",
            ["-c", "for file in *.sh; do bash -n \"$file\" || exit 1; done; shellcheck --severity=style *.sh"],
            in: scratch.path)
        #expect(check.status == 0, "\(check.output)\(check.errors)")
    }

    @Test func `the document is one that Systems Manager takes, with a pattern for all that goes into the script`()
        throws
    {
        let graph = Blueprint.graph(for: Self.spec)
        let document = try #require(graph.resources.first { $0.address.local == "rows/document" })
        let content = try #require(document.properties["Content"])
        // Systems Manager's limit (service quotas: "Systems Manager document size").
        #expect(JSON.text(of: content).utf8.count < 64 * 1024)
        let parameters = content["parameters"]?.members ?? Members()
        #expect(parameters.map(\.name).sorted() == ["Action", "From", "Host", "Port", "Step"])
        for parameter in parameters {
            #expect(parameter.value["allowedValues"] != nil || parameter.value["allowedPattern"] != nil)
            #expect(Self.script(Self.spec)?.contains("{{ \(parameter.name) }}") == true)
        }
    }

    @Test func `rows move to the other server and back while people write, and none is lost`() async throws {
        let scratch = try Scratch()
        let file = try scratch.write(try #require(Self.script(Self.spec)), to: "rows.sh")
        let moved = try await Tool.run(
            Tool.python, [PythonTool.root.appendingPathComponent("Tests/scripts/move_rows.py").path, file],
            in: scratch.path)
        try #require(moved.status == 0, "\(moved.output)\(moved.errors)")
        #expect(try JSON.value(from: moved.output).number("acknowledged") ?? 0 > 100)
    }
}
