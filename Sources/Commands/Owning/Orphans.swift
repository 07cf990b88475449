import CloudCalls
import Documents
import FakeCloudStore
import Insight
import Migrations
import Providers
import Reports
import Resources
import Specs
import Terminal
import Values

/// `reconcile orphans SPEC`: what is ours in the cloud and what no spec wants.
enum Orphans {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let spec = try Session.readSpec(options.words[0], options, output)
        let session = try await Session(options, output, spec: spec)
        let recorded = try session.recorded()
        let observed = try await session.observe(recorded, isChanging: false)
        let regions = Set(Candidates.regions(spec, recorded: recorded)).union(observed.map(\.region)).sorted()
        let provider = session.provider
        let result = try await session.run { () -> Result<[Leftover], AWSError> in
            do throws(AWSError) {
                return .success(try await provider.leftovers(of: spec.name, regions: regions))
            } catch {
                return .failure(error)
            }
        }
        let leftovers: [Leftover]
        do throws(AWSError) { leftovers = try result.get() } catch { throw CommandFailure(error) }
        let orphans = Orphan.all(spec, observed: observed, recorded: recorded, leftovers: leftovers)
        if options.has("json") {
            output.result(JSON.pretty(.list(orphans.map(value))))
        } else if orphans.isEmpty {
            output.result("No orphans: the cloud has nothing of \(spec.name) that its spec does not want.")
        } else {
            let rows = orphans.map { [$0.region, $0.kind.name, $0.physicalID, $0.address, $0.advice] }
            output.table([["REGION", "KIND", "ID", "ADDRESS", "WHAT"]] + rows)
        }
        return options.has("detailed-exitcode") && !orphans.isEmpty ? 2 : 0
    }

    private static func value(_ orphan: Orphan) -> Value {
        [
            "reason": .string(orphan.reason.rawValue), "region": .string(orphan.region),
            "kind": .string(orphan.kind.name), "id": .string(orphan.physicalID), "address": .string(orphan.address),
            "advice": .string(orphan.advice),
        ]
    }
}
