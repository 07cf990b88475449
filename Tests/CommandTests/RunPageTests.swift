import Documents
import Engine
import Foundation
import Planning
import Reports
import Resources
import TestSupport
import Testing
import Values

/// The page about a run.
struct RunPageTests {
    private func data(_ html: String) throws -> Value {
        let match = try #require(html.firstMatch(of: /<script type="application\/json" id="data">(.*)<\/script>/))
        return try JSON.value(from: String(match.output.1))
    }

    @Test func `apply and history write the same page, and its data are those of the run`() async throws {
        let place = try Place()
        let (first, second) = (place.path("first.html"), place.path("second.html"))
        #expect(await place.apply(1, "--report", first).code == 0)
        let again = await place.run("history", "last", "--report", second)
        #expect(again.code == 0 && again.note.contains("The report is in \(second)."), "\(again.note)")
        let html = try String(contentsOfFile: first, encoding: .utf8)
        #expect(try String(contentsOfFile: second, encoding: .utf8) == html)

        let data = try data(html)
        let history = try JSON.value(from: await place.run("history", "last", "--json").result)
        #expect(data["steps"] == history["steps"])
        let steps = data["steps"]?.elements ?? []
        #expect(steps.count > 60)
        for step in steps { #expect(html.contains(">\(step.text("step") ?? "?")</th>") || html.contains("● </span>")) }
        // What a database does for minutes is told with its reason.
        let database = try #require(steps.first { $0.text("step") == "create ap-south-1/database/instance" })
        let waits = database["waits"]?.elements ?? []
        #expect(!waits.isEmpty && waits.allSatisfy { $0.text("reason")?.isEmpty == false })
        #expect(html.contains("<td>\(waits[0].text("reason") ?? "?")</td>"))
    }

    @Test func `the critical path has no holes, and its steps are steps of the run`() async throws {
        let place = try Place()
        let file = place.path("run.html")
        #expect(await place.apply(1, "--report", file).code == 0)
        let data = try data(try String(contentsOfFile: file, encoding: .utf8))
        let path = data["criticalPath"]?.elements ?? []
        let began = try #require(data.text("began").flatMap { Instant(timestamp: $0) })
        let ended = try #require(data.text("ended").flatMap { Instant(timestamp: $0) })
        #expect(path.first?.text("began") == data.text("began"))
        let sum = path.reduce(0) { $0 + ($1.number("seconds") ?? 0) }
        // Each link is rounded down to a second.
        #expect(abs(sum - (ended - began).seconds) <= path.count, "\(sum)")
        let names = Set((data["steps"]?.elements ?? []).compactMap { $0.text("step") })
        for link in path where link["step"]?.flag == true { #expect(names.contains(link.text("name") ?? "")) }
        #expect(path.contains { $0.text("name") == "create ap-south-1/database/instance" }, "\(path)")
        let most = (data["concurrency"]?.elements ?? []).compactMap { $0.number("steps") }
        #expect(most.max() ?? 0 > 4 && most.last == 0)
    }

    @Test func `a run that failed says what failed, and nothing on the page comes from elsewhere`() async throws {
        let place = try Place()
        let code = Place.refusal(of: "ec2.CreateVpc")
        _ = await place.run("fake", "break", "call", "ec2.CreateVpc", "fail", "--times", "1000", "--code", code)
        let file = place.path("run.html")
        #expect(await place.apply(0, "--report", file).code == 1)
        let html = try String(contentsOfFile: file, encoding: .utf8)
        #expect(html.contains("What failed") && html.contains("[\(code)]"))
        #expect(html.contains("1 failed"))
        // Names of namespaces aside, nothing has an address.
        #expect(!html.contains("http:") && !html.contains("https:") && !html.contains("src="))
        #expect(html.contains("prefers-color-scheme: dark"))
        #expect(await place.run("history", "--report", file).code == 64)
    }

    @Test func `the way back from the end goes by what ended last before a step began`() throws {
        func at(_ second: Int) -> Instant { Instant(milliseconds: second * 1000) }
        func step(_ id: String, _ stage: String, _ before: [Int]) -> Value {
            [
                "id": .string(id), "stage": .string(stage), "expected": 5000,
                "dependsOn": .list(before.map(Value.int)),
            ]
        }
        let outline = try #require(
            PlanOutline([
                "stages": [["name": "one", "measure": ""], ["name": "two", "measure": "errors"]],
                "steps": .list([
                    step("a", "one", []), step("b", "one", []), step("c", "one", [0, 1]), step("d", "two", []),
                ]),
            ]))
        let bars = [
            RunTimeline.Bar(step: "a", began: at(0), ended: at(4)), .init(step: "b", began: at(0), ended: at(9)),
            .init(step: "c", began: at(10), ended: at(20), waits: [StepWait(reason: "x", since: at(12))]),
            .init(step: "d", began: at(50), ended: nil, failure: ""),
        ]
        let stages = [
            RunTimeline.Stage(name: "one", began: at(0), ended: at(50), result: "passed"),
            .init(name: "two", began: at(50)),
        ]
        let line = RunTimeline(began: at(0), ended: nil, bars: bars, stages: stages, outline: outline)
        #expect(line.ended == at(50))
        #expect(
            line.criticalPath.map(\.name) == [
                "b", "waited for a free place among the calls", "c", "the gate of one", "d",
            ])
        #expect(line.bars.filter(\.isCritical).map(\.step) == ["b", "c", "d"])
        #expect(line.concurrency.map(\.count) == [2, 1, 0, 1, 0, 0])
        #expect(line.waits.map(\.span) == [.seconds(8)])
        // Without an outline nothing depends on anything, and the page is there all the same.
        let bare = RunTimeline(began: at(0), ended: at(60), bars: bars, stages: [], outline: nil)
        let page = RunPage(bare, title: "<b>", result: "r", isGood: false, command: "c", value: [:]).html
        #expect(page.contains("<h1>&lt;b&gt;</h1>") && bare.criticalPath.last?.ended == at(60))
    }
}
