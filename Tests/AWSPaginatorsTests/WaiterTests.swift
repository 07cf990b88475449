import AWSModels
import AWSWaiters
import CloudCalls
import TestSupport
import Testing
import Values

@Suite struct WaiterTests {
    private let time = VirtualTime()

    private func wait(_ service: String, _ name: String, _ answers: [Result<Value, AWSError>]) async throws -> (
        Result<Value, WaiterFailure>, attempts: Int
    ) {
        let model = try #require(try ServiceModel(embedded: service).waiter(name))
        let calls = ScriptedCalls(answers)
        let waiter = try Waiter(model, service: service)
        do throws(WaiterFailure) {
            let value = try await waiter.wait(
                calls, region: "ap-south-1", service: service, input: [:], time: time, patience: .seconds(30))
            return (.success(value), calls.requests.count)
        } catch { return (.failure(error), calls.requests.count) }
    }

    private func instances(_ states: String...) -> Result<Value, AWSError> {
        .success(["Reservations": [["Instances": .list(states.map { ["State": ["Name": .string($0)]] })]]])
    }

    @Test func `waiting ends when every element is as it should be`() async throws {
        let began = time.now()
        let (result, attempts) = try await wait(
            "ec2", "InstanceRunning",
            [
                .failure(AWSError("InvalidInstanceID.NotFound", "not yet")), instances("pending", "running"),
                instances("running", "running"),
            ])
        #expect(try result.get()["Reservations"] != nil && attempts == 3)
        #expect(time.now() - began == .seconds(30))
    }

    @Test func `waiting ends at once when it is in vain`() async throws {
        let (result, attempts) = try await wait("ec2", "InstanceRunning", [instances("pending", "terminated")])
        #expect(result == .failure(.ended(waiter: "InstanceRunning", nil)) && attempts == 1)
        let gone = AWSError("DBInstanceNotFound", "gone")
        let (available, _) = try await wait("rds", "DBInstanceAvailable", [.failure(gone)])
        #expect(available == .failure(.refused(gone)))
    }

    @Test func `an error may be what is waited for`() async throws {
        let (deleted, _) = try await wait(
            "eks", "ClusterDeleted",
            [.success(["cluster": ["status": "DELETING"]]), .failure(AWSError("ResourceNotFoundException", "gone"))])
        #expect(deleted == .success(.null))
        let (instance, attempts) = try await wait("rds", "DBInstanceDeleted", [.success(["DBInstances": []])])
        #expect(instance == .success(["DBInstances": []]) && attempts == 1)
        let (bucket, _) = try await wait(
            "s3", "BucketNotExists", [.success([:]), .failure(AWSError("404", "Not Found"))])
        #expect(bucket == .success(.null))
    }

    @Test func `waiting ends after the model's attempts`() async throws {
        let model = try #require(try ServiceModel(embedded: "s3").waiter("BucketExists"))
        let missing = Result<Value, AWSError>.failure(AWSError("404", "Not Found"))
        let answers = [Result<Value, AWSError>](repeating: missing, count: model.maximumAttempts + 1)
        let (result, attempts) = try await wait("s3", "BucketExists", answers)
        #expect(result == .failure(.exhausted(waiter: "BucketExists", attempts: model.maximumAttempts)))
        #expect(attempts == model.maximumAttempts)
    }

    @Test func `a cancelled task waits no more`() async throws {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await wait("ec2", "InstanceRunning", [instances("pending")])
        }
        let (result, attempts) = try await task.value
        #expect(result == .failure(.cancelled) && attempts == 0)
    }

    @Test(arguments: ModelCatalog.serviceNames)
    func `every waiter of the embedded models can be used`(service: String) throws {
        let model = try ServiceModel(embedded: service)
        for name in model.waiterNames { _ = try Waiter(try #require(try model.waiter(name)), service: service) }
    }
}
