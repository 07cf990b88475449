import Documents
import Foundation
import TestSupport
import Testing
import Values

/// Drawings of what a spec wants.
struct GraphTests {
    private func graph(_ place: Place, _ phase: Int, _ format: String) async throws -> String {
        let ran = await place.run("graph", place.spec(phase), "--format", format)
        #expect(ran.code == 0, "\(ran.note)")
        return ran.result
    }

    @Test func `Mermaid shows the areas of each region and who needs whom`() async throws {
        let place = try Place()
        let text = try await graph(place, 1, "mermaid")
        let difference = try Golden.difference(text, from: "graph-1.mmd")
        #expect(difference == nil, "\(difference ?? "")")
        #expect(try await graph(place, 4, "mermaid").utf8.count < 50_000, "GitHub draws no more than that")
    }

    @Test func `every resource and every need is in the dot file, and Graphviz takes it where it is there`()
        async throws
    {
        let place = try Place()
        let text = try await graph(place, 4, "dot")
        let json = try JSON.value(from: await place.run("plan", place.spec(4), "--json", "--speed", "max").result)
        let addresses = Set(json["steps"]?.elements.compactMap { $0.text("address") } ?? [])
        #expect(addresses.count > 200)
        for address in addresses { #expect(text.contains("      \"\(address)\" ["), "\(address)") }
        #expect(
            text.split(separator: "\n").contains(
                "  \"ap-south-1/network/vpc\" -> \"ap-south-1/network/subnet/public-a\";"))
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/dot") else { return }
        let scratch = try Scratch()
        let file = try scratch.write(text, to: "graph.dot")
        let ran = try await Tool.run("/usr/bin/dot", ["-Tplain", file], in: scratch.path)
        #expect(ran.status == 0, "\(ran.errors)")
        #expect(ran.output.split(separator: "\n").count { $0.hasPrefix("node ") } == addresses.count)
    }

    @Test(arguments: 0...4) func `the picture is well-formed and has no two boxes in one place`(_ phase: Int)
        async throws
    {
        let place = try Place()
        let file = place.path("graph.svg")
        #expect(await place.run("graph", place.spec(phase), "--format", "svg", "--out", file).code == 0)
        let ran = try await Tool.run(
            Tool.python,
            [
                "-c",
                """
                import sys, xml.etree.ElementTree as tree
                space = "{http://www.w3.org/2000/svg}"
                root = tree.parse(sys.argv[1]).getroot()
                width, height = float(root.get("width")), float(root.get("height"))
                boxes = [tuple(float(one.get(name)) for name in ("x", "y", "width", "height"))
                         for one in root.iter(space + "rect") if one.get("class") == "box"]
                for x, y, w, h in boxes:
                    assert 0 <= x and x + w <= width and 0 <= y and y + h <= height, (x, y)
                for i, (x, y, w, h) in enumerate(boxes):
                    for a, b, c, d in boxes[:i]:
                        assert x + w <= a or a + c <= x or y + h <= b or b + d <= y, (x, y, a, b)
                assert root.find(space + "title").text and root.find(space + "desc").text
                print(len(boxes))
                """, file,
            ], in: place.folder.path)
        #expect(ran.status == 0, "\(ran.errors)")
        #expect(Int(ran.output.filter(\.isNumber)) ?? 0 > 5)
    }

    @Test(arguments: 0...4) func `the pictures of the documentation are those that are drawn`(_ phase: Int) async throws
    {
        let place = try Place()
        let kept = "\(place.root)/docs/pictures/phase\(phase).svg"
        let made = try await graph(place, phase, "svg")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try made.write(toFile: kept, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: kept, encoding: .utf8) == made, "UPDATE_GOLDEN=1 draws it anew")
    }

    @Test func `the page holds all of its data, loads nothing and can't be broken by what is in a spec`() async throws {
        let place = try Place()
        let page = try await graph(place, 4, "html")
        let match = try #require(page.firstMatch(of: /<script type="application\/json" id="data">(.*)<\/script>/))
        let data = try JSON.value(from: String(match.output.1))
        let nodes = data["nodes"]?.elements ?? []
        let json = try JSON.value(from: await place.run("plan", place.spec(4), "--json", "--speed", "max").result)
        #expect(nodes.count == json["steps"]?.elements.count)
        #expect(data["scopes"]?.texts == ["global", "ap-south-1", "us-east-1"])
        let subnet = nodes.first { $0.text("address") == "us-east-1/network/subnet/private-b" }
        #expect(subnet?.text("zone") == "us-east-1b")
        #expect(!match.output.1.contains("<"))
        for word in ["http://", "https://", "@import", "url(", "src=", "href=", "fetch(", "XMLHttpRequest"] {
            #expect(!page.replacing(match.output.1, with: "").contains(word), "\(word)")
        }
        #expect(page.contains("default-src 'none'") && page.contains("lang=\"en\""))
    }
}
