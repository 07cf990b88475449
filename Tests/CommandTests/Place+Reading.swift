import Documents
import Foundation
import Values

extension Place {
    /// A shipped spec without a GitOps repository, so that the Deployments are ours: with one, Argo CD rolls out what is
    /// committed there.
    func specOfOurOwn(_ phase: Int) throws -> String {
        var spec = try JSON.value(from: String(contentsOfFile: spec(phase), encoding: .utf8))
        spec["gitOps"] = nil
        let path = path("own\(phase).json")
        try JSON.text(of: spec).write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// How many of people's requests have failed so far, in all regions.
    func failedRequests() async throws -> Int {
        try JSON.value(from: await run("fake", "traffic", "--json").result).elements
            .reduce(0) { $0 + ($1.number("failed") ?? 0) }
    }
}
