import Migrations
import Planning
import Testing

/// Where a platform in the middle of a road may go.
@Suite struct CourseTests {
    private func road(_ name: String, _ furthest: Stage.Role, leadsTo: Int) throws -> OpenRoad {
        try #require(OpenRoad(name: name, furthest: furthest, run: "run-1", leadsTo: leadsTo, command: ""))
    }

    private func word(_ course: Course) -> String {
        switch course {
        case .goesOn: "goes on"
        case .mayChange: "may change"
        case .mustFinish: "must finish"
        }
    }

    @Test(arguments: [
        ("1-2", Stage.Role.prepare, 2, 2, "goes on"), ("1-2", .prepare, 2, 1, "may change"),
        ("1-2", .verify, 2, 0, "may change"), ("1-2", .prepare, 2, 3, "may change"),
        ("1-2", .shift, 2, 1, "must finish"), ("1-2", .soak, 2, 0, "must finish"),
        ("1-2", .retire, 2, 1, "must finish"), ("1-2", .retire, 2, 4, "may change"),
        ("1-2", .retire, 4, 2, "may change"), ("1-2", .retire, 4, 4, "goes on"),
        ("3-2", .prepare, 2, 3, "may change"), ("3-2", .shift, 2, 3, "must finish"),
        ("3-2", .shift, 2, 1, "may change"), ("3-2", .retire, 0, 0, "goes on"),
    ])
    func `the way back ends where traffic was shifted`(
        _ name: String, _ furthest: Stage.Role, _ leadsTo: Int, _ phase: Int, _ expected: String
    ) throws {
        #expect(word(Course.of(try road(name, furthest, leadsTo: leadsTo), to: phase)) == expected)
    }

    @Test func `only a road's stages stand on a road`() throws {
        #expect(OpenRoad.ends(of: Stage(name: "change", road: "change", role: .change)) == nil)
        let ends = try #require(OpenRoad.ends(of: Stage(name: "3-2/shift-a-25", road: "3-2", role: .shift)))
        #expect(ends == (3, 2))
    }
}
