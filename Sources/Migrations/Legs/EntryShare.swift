import Planning
import Resources
import Values

/// How a region gets a share of the people whom its latency record is to lead there, while the others still go where they
/// went before.
///
/// A name has records of one routing policy alone. So for that while the region's latency record leads to a name of its own,
/// whose weighted records lead to the region and to the one that served before (Route 53 developer guide, "How Amazon Route 53
/// uses multiple records to route traffic"). In the end it leads to the region itself, and they go.
struct EntryShare {
    private static let kind: Kind = "AWS::Route53::RecordSet"

    /// The entering region's latency record.
    private let record: Resource
    /// That of the region that served before.
    private let before: Resource

    /// Nil where a resource is no latency record that comes beside one other.
    init?(_ resource: Resource, old: ResourceGraph) {
        guard resource.kind == Self.kind, resource.properties["Region"] != nil,
            resource.properties["AliasTarget"] != nil, !old.contains(resource.address)
        else { return nil }
        let others = old.resources.filter {
            $0.kind == Self.kind && $0.properties["Region"] != nil && $0.properties["AliasTarget"] != nil
                && $0.properties["Name"] == resource.properties["Name"]
                && $0.properties["Type"] == resource.properties["Type"]
        }
        guard let other = others.first, others.count == 1 else { return nil }
        record = resource
        before = other
    }

    /// All that may be there between two shapes, for whoever looks for it.
    static func helpers(from old: ResourceGraph, to new: ResourceGraph) -> [Resource] {
        new.resources.compactMap { EntryShare($0, old: old) }.flatMap { $0.weighted(50) }
    }

    private var region: String { record.properties.text("SetIdentifier") ?? "" }
    private var name: String { "\(region).\(record.properties.text("Name") ?? "")" }

    /// The record, and what it leads to, with a share of the people led to the new region, in percent.
    func resources(_ share: Int) -> [Resource] {
        guard share < 100 else { return [record] }
        let weighted = weighted(share)
        var led = record
        led.properties["AliasTarget"] = [
            "HostedZoneId": record.properties["HostedZoneId"] ?? .null, "DNSName": .string(name),
            "EvaluateTargetHealth": true,
        ]
        // Route 53 makes no alias to what is not there.
        led.dependsOn += weighted.map(\.address)
        return weighted + [led]
    }

    private func weighted(_ share: Int) -> [Resource] {
        [(record, share), (before, 100 - share)].map { target, weight in
            var resource = record
            let place = target.properties.text("SetIdentifier") ?? ""
            resource.address = address(place)
            resource.properties = [
                "HostedZoneId": record.properties["HostedZoneId"] ?? .null, "Name": .string(name),
                "Type": record.properties["Type"] ?? .null, "SetIdentifier": .string(place), "Weight": .int(weight),
                "AliasTarget": target.properties["AliasTarget"] ?? .null,
            ]
            return resource
        }
    }

    private func address(_ place: String) -> Address { Address("\(record.address.text)/\(place)") }

    /// The share that the region gets by now, in percent.
    func share(in world: World) -> Int {
        guard let existing = world[record.address]?.observation.properties else { return 0 }
        let target = existing["AliasTarget"]?.text("DNSName") ?? ""
        guard target.lowercased().hasPrefix(name.lowercased()) else { return 100 }
        func weight(_ resource: Resource) -> Int {
            world[address(resource.properties.text("SetIdentifier") ?? "")]?.observation.properties.number("Weight")
                ?? 0
        }
        let all = weight(record) + weight(before)
        return all == 0 ? 0 : weight(record) * 100 / all
    }
}
