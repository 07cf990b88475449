import AWSModels
import Diagnostics
import Documents
public import Values

/// AWS's partitions: sets of regions that share accounts and domain names.
public struct Partitions: Sendable {
    private struct Partition: Sendable {
        let outputs: Value
        let regions: Set<String>
        let pattern: RegionPattern
    }

    private let all: [Partition]

    /// Those that the program carries.
    public init() throws(EndpointProblem) {
        guard let bytes = EmbeddedFiles.bytes("partitions.json") else { throw .malformed("no partitions") }
        do {
            try self.init(JSON.value(from: bytes, file: "partitions.json"))
        } catch let problem as EndpointProblem {
            throw problem
        } catch { throw .malformed("\(error)") }
    }

    public init(_ definition: Value) throws(EndpointProblem) {
        var all: [Partition] = []
        for one in definition["partitions"]?.elements ?? [] {
            guard let id = one.text("id"), let outputs = one["outputs"],
                let pattern = one.text("regionRegex").flatMap(RegionPattern.init)
            else { throw .malformed("a partition is not what partitions are") }
            all.append(
                Partition(
                    outputs: outputs.merging(["name": .string(id)]),
                    regions: Set((one["regions"] ?? [:]).members.names),
                    pattern: pattern))
        }
        guard !all.isEmpty else { throw .malformed("no partitions") }
        self.all = all
    }

    /// `name`, `dnsSuffix` and the like of the partition that a region is in; `aws` for a region that nobody knows.
    public func partition(of region: String) -> Value {
        let found = all.first { $0.regions.contains(region) || $0.pattern.matches(region) }
        return (found ?? all[0]).outputs
    }

    /// Every region that is listed, sorted.
    public var regions: [String] { all.flatMap(\.regions).sorted() }
}
