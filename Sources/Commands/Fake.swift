import Documents
import FakeAWS
import FakeCloudStore
import Terminal
import Values

/// `reconcile fake list`.
enum Fake {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: @Sendable (String) -> String?
    ) async throws -> Int32 {
        guard options.words.first == "list" else { throw UsageFailure("This command takes `list`.") }
        let cloud: Cloud
        do throws(CloudFileProblem) {
            cloud = try StoredCloud(path: Session.cloudPath(options), account: "123456789012", speed: 1).snapshot()
        } catch {
            throw CommandFailure(error)
        }
        let objects = cloud.objects.values.sorted { $0.sequence < $1.sequence }
        if options.has("json") {
            output.result(
                JSON.pretty(
                    .list(
                        objects.map {
                            [
                                "region": .string($0.region), "kind": .string($0.key.type), "id": .string($0.id),
                                "status": .string($0.status), "tags": $0.tagMap,
                            ]
                        })))
        } else {
            for object in objects {
                output.result("\(object.region)  \(object.key.type)  \(object.id)  \(object.status)")
            }
        }
        return 0
    }
}
