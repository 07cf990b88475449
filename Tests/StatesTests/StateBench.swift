import Engine
import Planning
import Providers
import Resources
import SQLite
import States
import TestSupport
import Values

/// A state file of a test's own, and the records of small runs in it.
struct StateBench: ~Copyable {
    let scratch: Scratch
    let path: String

    init() throws {
        let scratch = try Scratch()
        path = "\(scratch.path)/state.db"
        self.scratch = scratch
    }

    func open() throws -> StateStore { try StateStore(path: path) }

    /// Asks the file itself, past the store.
    func ask(_ sql: String) throws -> [[SQLValue]] {
        var connection = try Connection(path: path)
        return try connection.run(sql)
    }

    static func header(_ id: String, hash: String = "hash", spends: Bool = false) -> RunHeader {
        RunHeader(
            id: id,
            plan: Plan(
                purpose: .apply, platform: "shop", account: "123456789012", provider: "fake", regions: ["ap-south-1"],
                fromPhase: nil, toPhase: 0, specHash: "spec", stateSerial: 0, stages: [], steps: []),
            planHash: hash, spendsPlan: spends, began: Instant(milliseconds: 1000))
    }

    static func observation(_ address: Address, generation: Int = 0) -> ResourceObservation {
        ResourceObservation(
            address: address, kind: "AWS::SNS::Topic", region: "ap-south-1", generation: generation,
            physicalID: "id-\(address)-\(generation)", status: .ready,
            properties: [
                "TopicName": .string(address.local), "Number": 1.5, "Nothing": .null,
                "Secret": .secret(SecretReference(name: "shop/database", key: "password", region: "ap-south-1")),
            ], attributes: ["TopicArn": "arn"], tags: ["team": "platform"], phase: 2)
    }

    static func intent(
        _ address: Address, _ action: Step.Action = .create, generation: Int = 0, token: String = "token"
    ) -> JournalRecord {
        .intent(
            Intent(
                step: "\(action.rawValue) \(address)", action: action, address: address, kind: "AWS::SNS::Topic",
                region: "ap-south-1", generation: generation, token: token, inputHash: "input", references: [],
                at: Instant(milliseconds: 2000)))
    }

    static func outcome(
        _ address: Address, _ action: Step.Action = .create, generation: Int = 0, failure: Failure? = nil,
        references: [Address] = []
    ) -> JournalRecord {
        let seen = action == .delete || action == .forget ? nil : observation(address, generation: generation)
        return .outcome(
            StepOutcome(
                step: "\(action.rawValue) \(address)", action: action, address: address, kind: "AWS::SNS::Topic",
                generation: generation, result: failure.map { .failed($0) } ?? .done(seen), references: references,
                inputHash: "input", at: Instant(milliseconds: 3000)))
    }
}
