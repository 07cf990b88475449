import AWSKinds
import Blueprints
import Diagnostics
import Digests
import Documents
import Planning
import Providers
import Resources
import Specs
import Values

/// A platform of a wanted size: the blueprint of phase 4 for as many services and regions as that takes.
struct GeneratedPlatform {
    let spec: Spec
    let graph: ResourceGraph

    /// Names that are real: the reader of specs refuses others.
    private static let regionNames = [
        "ap-south-1", "us-east-1", "eu-central-1", "ap-northeast-1", "eu-west-1", "us-west-2", "sa-east-1",
        "ca-central-1", "ap-southeast-1", "ap-southeast-2", "eu-north-1", "us-east-2", "eu-west-2", "eu-west-3",
        "ap-northeast-2", "me-central-1",
    ]

    /// - Parameter size: at least about how many resources.
    init(size: Int) throws(BenchmarkFailure) {
        let regions = size < 2_000 ? 2 : size < 10_000 ? 4 : size < 50_000 ? 8 : 16
        let few = Blueprint.graph(for: try Self.spec(services: 1, regions: regions)).count
        let more = Blueprint.graph(for: try Self.spec(services: 11, regions: regions)).count
        let perService = (more - few) / 10
        var services = max(1, (size - few) / perService + 1)
        var spec = try Self.spec(services: services, regions: regions)
        var graph = Blueprint.graph(for: spec)
        // What quotas merge makes later services cheaper than the first.
        while graph.count < size {
            services += (size - graph.count + perService - 1) / perService
            spec = try Self.spec(services: services, regions: regions)
            graph = Blueprint.graph(for: spec)
        }
        self.spec = spec
        self.graph = graph
    }

    private static func spec(services: Int, regions: Int) throws(BenchmarkFailure) -> Spec {
        let names = (0..<services).map { "service-\($0)" }
        let document: Value = [
            "version": 1, "name": "shop", "phase": 4, "account": "123456789012",
            "regions": .list(
                regionNames.prefix(regions).enumerated().map { index, name in
                    ["name": .string(name), "network": .string("10.\(index).0.0/16")]
                }),
            "services": .list(
                names.map { name in
                    [
                        "name": .string(name), "path": .string("/\(name)"),
                        "image": .string("123456789012.dkr.ecr.ap-south-1.amazonaws.com/shop/\(name):1.0.0"),
                        "environment": ["LOG_LEVEL": "info", "FEATURE_SET": "standard"],
                    ]
                }),
            "database": ["instanceClass": "db.m7g.large", "storage": 100],
            "cluster": ["endpointCIDRs": ["203.0.113.0/24"]],
            "domain": "shop.example.com",
            "tags": ["team": "platform"],
        ]
        let reading = SpecReader.read(Array(JSON.text(of: document).utf8), file: "generated")
        guard let spec = reading.spec else {
            throw BenchmarkFailure("the generated spec is refused: \(reading.diagnostics.first?.message ?? "")")
        }
        return spec
    }

    /// What the cloud would say, and state would know, after the graph was applied.
    func applied() -> (observed: [ResourceObservation], recorded: [RecordedResource]) {
        let drivers = AllKinds.byKind
        var observed: [ResourceObservation] = []
        observed.reserveCapacity(graph.count)
        var recorded: [RecordedResource] = []
        recorded.reserveCapacity(graph.count)
        let attributes = attributes
        for resource in graph.resources {
            let resolved =
                resource.properties.resolved { reference in
                    attributes[Address(reference.address)]?[reference.attribute]
                } ?? .null
            let observation = ResourceObservation(
                address: resource.address, kind: resource.kind, region: resource.region, generation: 0,
                physicalID: "id-\(resource.address)", status: .ready,
                properties: drivers[resource.kind]?.normalized(resolved) ?? resolved,
                attributes: attributes[resource.address] ?? [:], tags: resource.tags, phase: resource.phase)
            observed.append(observation)
            recorded.append(
                RecordedResource(
                    observation: observation, references: resource.referencedAddresses,
                    inputHash: SHA256Digest.hex(JSON.text(of: resolved))))
        }
        return (observed, recorded)
    }

    /// A text for every attribute that something refers to.
    private var attributes: [Address: Value] {
        var attributes: [Address: Value] = [:]
        for resource in graph.resources {
            resource.properties.forEachReference { reference in
                attributes[Address(reference.address), default: [:]][reference.attribute] = .string(
                    "\(reference.attribute)-of-\(reference.address)")
            }
        }
        return attributes
    }
}
