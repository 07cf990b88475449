import Blueprints
import Digests
import Documents
import Engine
import Migrations
import Planning
import Resources
import Specs
import States
import Values

/// The journal's rate on one file system: records as a run of phase 4 writes them, each durable before the next.
struct JournalBenchmark {
    let folder: String
    /// Records in one transaction; 1 is the worst that a run can ask for.
    let batch: Int
    let count: Int

    /// The members of the result: `recordsPerSecond`, `records`.
    func run() throws(BenchmarkFailure) -> Value {
        do {
            return try measure()
        } catch let error as StateError {
            throw BenchmarkFailure("\(error.message) \(error.hint)")
        } catch let error as JournalFailure {
            throw BenchmarkFailure("\(error.message) \(error.hint)")
        } catch {
            throw BenchmarkFailure("\(error)")
        }
    }

    private func measure() throws -> Value {
        let store = try StateStore(path: "\(folder)/journal.db")
        let lease = try store.takeLease()
        let plan = Plan(
            purpose: .apply, platform: "shop", account: "123456789012", provider: "fake", regions: ["ap-south-1"],
            fromPhase: nil, toPhase: 4, specHash: "", stateSerial: 0, stages: [], steps: [])
        let journal = try store.begin(
            RunHeader(id: "run", plan: plan, planHash: "", began: Instant(milliseconds: 0)), lease: lease)
        let clock = ContinuousClock()
        let began = clock.now
        var written = 0
        while written < count {
            try journal.append((written..<written + batch).map(Self.record))
            written += batch
        }
        let span = Milliseconds.of(clock.now - began)
        try store.release(lease)
        return ["records": .int(written), "recordsPerSecond": .double(Double(written) * 1000 / span)]
    }

    /// An intent, then its outcome with an observation of common size, and so on.
    private static func record(_ number: Int) -> JournalRecord {
        let address = Address("ap-south-1/network/subnet/private-\(number / 2)")
        let at = Instant(milliseconds: 1_767_225_600_000 + number)
        let hash = SHA256Digest.hex("\(number / 2)")
        guard number % 2 == 1 else {
            return .intent(
                Intent(
                    step: "create \(address)", action: .create, address: address, kind: "AWS::EC2::Subnet",
                    region: "ap-south-1", generation: 0, token: String(hash.prefix(32)), inputHash: hash,
                    references: ["ap-south-1/network/vpc"], at: at))
        }
        let observation = ResourceObservation(
            address: address, kind: "AWS::EC2::Subnet", region: "ap-south-1", generation: 0,
            physicalID: "subnet-\(hash.prefix(17))", status: .ready,
            properties: [
                "AvailabilityZone": "ap-south-1a", "CidrBlock": "10.0.16.0/20", "MapPublicIpOnLaunch": false,
                "VpcId": .string("vpc-\(hash.prefix(17))"), "EnableDns64": false, "AssignIpv6AddressOnCreation": false,
            ],
            attributes: ["SubnetId": .string("subnet-\(hash.prefix(17))"), "AvailabilityZoneId": "aps1-az1"],
            tags: ["team": "platform"], phase: 1)
        return .outcome(
            StepOutcome(
                step: "create \(address)", action: .create, address: address, kind: "AWS::EC2::Subnet", generation: 0,
                result: .done(observation), references: ["ap-south-1/network/vpc"], inputHash: hash, at: at))
    }
}
