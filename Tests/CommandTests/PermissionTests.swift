import Documents
import Foundation
import Testing
import Values

/// The printed policies, as IAM takes them.
struct PermissionTests {
    private func allowed(_ document: Value) -> Set<String> {
        Set(
            (document["Statement"]?.elements ?? []).flatMap { statement in
                let actions = statement["Action"]?.text.map { [$0] } ?? statement["Action"]?.texts ?? []
                return actions.map {
                    "\($0) \(JSON.text(of: statement["Resource"] ?? .null)) \(JSON.text(of: statement["Condition"] ?? .null))"
                }
            })
    }

    /// IAM counts no white space; the user guide, "IAM and AWS STS quotas", has the limit.
    @Test(arguments: [0, 4])
    func `split into managed policies it allows the same, and each is short enough`(_ phase: Int) async throws {
        let place = try Place()
        let whole = try JSON.value(from: await place.run("iam-policy", place.spec(phase), "--speed", "max").result)
        #expect(JSON.text(of: whole).count > 6144, "then nobody would need it")
        let ran = await place.run(
            "iam-policy", place.spec(phase), "--speed", "max", "--split", place.path("deployer"))
        #expect(ran.code == 0, "\(ran.note)")
        let paths = ran.result.split(separator: "\n").map(String.init)
        #expect(paths.count == 2 && paths.first == place.path("deployer-1.json"))
        var all: Set<String> = []
        for path in paths {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.count { !$0.isWhitespace } <= 6144)
            all.formUnion(allowed(try JSON.value(from: text)))
        }
        #expect(all == allowed(whole))
    }
}
