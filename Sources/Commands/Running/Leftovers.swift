import CloudCalls
import Documents
import Migrations
import Planning
import Providers
import Reports
import Resources
import Specs
import Terminal
import Values

/// The end of `destroy`: what stays in the cloud, and what it costs or when it ends.
enum Leftovers {
    static func tell(_ session: Session) async throws(CommandFailure) {
        let recorded = try session.recorded()
        let regions = Candidates.regions(session.spec, recorded: recorded)
        let provider = session.provider
        let platform = session.spec.name
        let result = try await session.attempt { () async throws(AWSError) -> [Leftover] in
            try await provider.leftovers(of: platform, regions: regions)
        }
        let left: [Leftover]
        do throws(AWSError) { left = try result.get() + stays(recorded) } catch {
            throw CommandFailure(
                "The platform is gone, but what it leaves can't be listed: \(error.message) [\(error.code)]",
                hint: "Run destroy again to see it.")
        }
        if session.options.has("json") {
            session.output.result(JSON.text(of: ["type": "kept", "resources": .list(left.map(value))]))
        }
        lines(left).forEach { session.output.note($0) }
    }

    /// Data that left the graph, and what it can't be without.
    private static func stays(_ recorded: [RecordedResource]) -> [Leftover] {
        let needed = recorded.filter { !$0.isKept && !$0.isDeposed }.map(\.observation)
        return recorded.filter(\.isKept).map(kept)
            + needed.map {
                Leftover(
                    kind: $0.kind, region: $0.region, physicalID: $0.physicalID, endsAt: nil,
                    note: "the kept data needs it (\($0.address))")
            }
    }

    /// Data that left the graph.
    private static func kept(_ record: RecordedResource) -> Leftover {
        let observation = record.observation
        let size = observation.properties.number("Size").map { "\($0) GiB, " } ?? ""
        let cost =
            observation.kind.name == "AWS::EC2::Volume"
            ? "\(size)billed by the GiB-month until you delete it" : "it costs what it did until you delete it"
        return Leftover(
            kind: observation.kind, region: observation.region, physicalID: observation.physicalID, endsAt: nil,
            keyID: observation.properties.text("KmsKeyId"),
            note: "kept data of \(observation.address), \(cost)")
    }

    private static func lines(_ left: [Leftover]) -> [StyledLine] {
        guard !left.isEmpty else { return ["Nothing of it is left in the cloud."] }
        let rows = left.map { one in
            let end = one.endsAt.map { "ends by itself on \($0.timestamp.prefix(10)); " } ?? ""
            return [one.region, one.kind.name, one.physicalID, end + one.note]
        }
        return [StyledLine("Left in the cloud:", .title)] + Table.lines(rows).map { StyledLine("  \($0)") }
            + warnings(left)
    }

    /// What is encrypted by a key that ends: data without its key is lost.
    private static func warnings(_ left: [Leftover]) -> [StyledLine] {
        left.compactMap { one in
            guard let keyID = one.keyID,
                let key = left.first(where: { $0.endsAt != nil && keyID.hasSuffix($0.physicalID) }),
                let end = key.endsAt
            else { return nil }
            return StyledLine(
                "! \(one.physicalID) CAN'T BE READ ANY MORE once its key \(key.physicalID) ends on "
                    + "\(end.timestamp.prefix(10)): to keep it, take the key back (aws kms cancel-key-deletion).",
                .danger)
        }
    }

    private static func value(_ one: Leftover) -> Value {
        [
            "region": .string(one.region), "kind": .string(one.kind.name), "id": .string(one.physicalID),
            "ends": one.endsAt.map { .string($0.timestamp) } ?? .null, "note": .string(one.note),
        ]
    }
}
