import AWSKinds
import FakeAWS
import Providers
import Resources
import Testing
import Values

/// Steps of our documents on machines, by Systems Manager.
struct MachineStepTests {
    /// A machine on which freezing fails, and whose count of runs anybody can see in its answers.
    private struct StubbornGuest: Guest {
        func database(bootedBy script: String, disk: String?) -> String? { nil }
        func waitsForDisk(bootedBy script: String) -> Bool { false }
        func woken(by timer: String, on machine: String, in region: String, _ cloud: inout Cloud) {}
        func run(_ command: GuestCommand, on cloud: inout Cloud) -> GuestAnswer {
            let isFreeze = command.parameters["Step"] == "freeze" && command.parameters["Action"] == "do"
            return GuestAnswer(
                output: "", error: isFreeze ? "rows: the schemas differ" : "", duration: .seconds(4))
        }
    }

    private static let region = "ap-south-1"

    /// A bench with a machine that has booted and a document; gives the properties of a step.
    private func bench() async throws -> (bench: KindBench, step: (String) -> Target) {
        let bench = try KindBench(guest: StubbornGuest())
        let subnet = try await bench.network(in: Self.region).subnets[0]
        let machine = bench.target(
            "machine", "AWS::EC2::Instance", in: Self.region,
            ["ImageId": "ami-x", "InstanceType": "t4g.small", "SubnetId": subnet])
        let id = try #require(try await bench.done(.create, machine)).physicalID
        await bench.wait(.minutes(3))
        try await bench.done(
            .create,
            bench.target(
                "document", "AWS::SSM::Document", in: Self.region,
                [
                    "Name": "shop-rows", "DocumentType": "Command", "DocumentFormat": "JSON",
                    "Content": ["schemaVersion": "2.2", "mainSteps": []],
                ]))
        return (
            bench,
            { step in
                bench.target(
                    "rows/\(step)", "Reconcile::Machine::Step", in: Self.region,
                    [
                        "DocumentName": "shop-rows", "InstanceId": .string(id), "Step": .string(step),
                        "From": "container", "Host": "db.example.com", "Port": "5432",
                    ])
            }
        )
    }

    private func commands(_ bench: KindBench) -> Int {
        bench.cloud.look { cloud in cloud.objects.keys.count { $0.type == "AWS::SSM::Command" } }
    }

    @Test func `a step is done once, seen again, and taken back by its delete`() async throws {
        let (bench, step) = try await bench()
        let (made, reasons) = try await bench.follow(.create, step("replicate"))
        #expect(made?.status == .ready)
        #expect(reasons.contains { $0.hasPrefix("it runs on i-") }, "\(reasons)")
        // Another run's step finds it and runs nothing.
        try await bench.done(.create, step("replicate"))
        #expect(commands(bench) == 1)
        try await bench.done(.delete, step("replicate"))
        #expect(commands(bench) == 2)
        // Taken back it is not there, and may be done again.
        try await bench.done(.create, step("replicate"))
        #expect(commands(bench) == 3)
    }

    @Test func `a step that fails says what the machine said`() async throws {
        let (bench, step) = try await bench()
        let failure = await #expect(throws: Failure.self) { try await bench.done(.create, step("freeze")) }
        #expect(failure?.message.contains("rows: the schemas differ") == true, "\(failure?.message ?? "")")
        #expect(commands(bench) == 1)
    }

    @Test func `an answer that is lost does not run the step again`() async throws {
        let (bench, step) = try await bench()
        bench.cloud.edit {
            $0.faults.calls.append(
                Faults.CallFault(operation: "ssm.SendCommand", mode: .loseAnswer, remaining: 1))
        }
        try await bench.done(.create, step("replicate"))
        #expect(commands(bench) == 1)
    }

    @Test func `who says that it measured and tells no measurement is not waited for`() async throws {
        let (bench, step) = try await bench()
        let measurement = Measurement(
            .rowsBehind, of: "rows", in: Self.region, subject: step("measure").properties, bound: .atMost(0))
        let provider = Provider(
            drivers: AllKinds.byKind, gauges: AllGauges.byGauge, account: KindBench.account, aws: bench.cloud,
            kubernetes: bench.cloud, time: bench.time)
        let began = Instant(milliseconds: 0)
        let first = try #require(await provider.measure([measurement], since: began).first)
        #expect(first.problem == "it is being measured" && !first.isFinal)
        await bench.wait(.seconds(20))
        let second = try #require(await provider.measure([measurement], since: began).first)
        #expect(second.isFinal && second.problem.contains("told no measurement"), "\(second)")
    }
}
