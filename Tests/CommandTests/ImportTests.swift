import AWSKinds
import Documents
import FakeAWS
import FakeCloudStore
import Foundation
import Resources
import TestSupport
import Testing
import Values

/// `import` of one resource of every kind that the blueprints want, after what says whose it is was taken from it.
struct ImportTests {
    private struct Row: Sendable {
        let address: String
        let id: String
        let kind: String
        let region: String
    }

    /// The first resource of each kind.
    private static func rows(_ place: Place) async throws -> [Row] {
        let listed = try JSON.value(from: await place.run("state", "list", "--json").result).elements
        var kinds: Set<String> = []
        return listed.compactMap { element in
            let kind = element.text("kind") ?? ""
            guard kinds.insert(kind).inserted else { return nil }
            return Row(
                address: element.text("address") ?? "", id: element.text("id") ?? "", kind: kind,
                region: element.text("region") ?? "")
        }
    }

    /// Makes an object nobody's, as if it had been made by other means, and has the platform forget it.
    private static func disown(_ row: Row, _ place: Place) async throws {
        let address = row.address
        let cloud = try StoredCloud(path: place.path("state.cloud.db"), account: "123456789012", speed: 1)
        try cloud.edit { cloud in
            let keys = cloud.objects.values.filter { object in
                object.tags["reconcile:address"] == address
                    || object.attributes["metadata"]?["annotations"]?.text("reconcile.dev/address") == address
            }.map(\.key)
            for key in keys {
                cloud.update(key) { object in
                    object.tags = object.tags.filter { !$0.key.hasPrefix("reconcile:") }
                    guard var metadata = object.attributes["metadata"] else { return }
                    for part in ["labels", "annotations"] {
                        let members = (metadata[part]?.members ?? Members()).filter {
                            !$0.name.hasPrefix("reconcile.dev/")
                        }
                        metadata[part] = .object(Members(members.map { ($0.name, $0.value) }))
                    }
                    object.attributes["metadata"] = metadata
                }
            }
        }
        let ran = await place.run("state", "rm", address)
        try #require(ran.code == 0, "\(address): \(ran.note)")
    }

    @Test(arguments: [(0, 20), (1, 29), (4, 51)])
    func `one of every kind of the blueprint`(_ phase: Int, _ atLeast: Int) async throws {
        let place = try Place()
        let first = await place.apply(phase)
        try #require(first.code == 0, "\(first.note)")
        var imported = 0
        var refused: [String] = []
        let rows = try await Self.rows(place)
        for row in rows {
            func run(_ address: String, _ id: String) async -> Place.Ran {
                await place.run("import", address, id, place.spec(phase), "--yes", "--speed", "max")
            }
            guard AllKinds.schemas[Kind(row.kind)]?.identity != .naturalKey else {
                try await Self.disown(row, place)
                let ran = await run(row.address, row.id)
                #expect(ran.code == 1, "\(row.kind)")
                refused.append(row.kind)
                continue
            }
            if imported == 0 {
                let taken = await run(row.address, row.id)
                #expect(taken.code == 1 && taken.note.contains("is there already"), "\(row.kind): \(taken.note)")
            }
            try await Self.disown(row, place)
            let other = await run(row.address, row.id + "x")
            #expect(other.code == 1, "\(row.kind) took another: \(other.result)")
            let ran = await run(row.address, row.id)
            #expect(ran.code == 0, "\(row.kind) \(row.id): \(ran.note)")
            imported += 1
        }
        #expect(imported >= atLeast, "\(imported) imported, \(refused) refused")
        #expect(refused.count <= rows.count / 3, "\(refused)")
        let plan = await place.run("plan", place.spec(phase), "--speed", "max")
        #expect(plan.result.contains("Plan: \(rows.count) to adopt."), "\(plan.result)\(plan.note)")
        let again = await place.apply(phase)
        #expect(again.code == 0, "\(again.note)")
        let empty = await place.run("plan", place.spec(phase), "--speed", "max", "--detailed-exitcode")
        #expect(empty.code == 0, "\(empty.result)")
    }
}
