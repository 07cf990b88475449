import Blueprints
import Resources
import Specs
import Values

/// The boot script of a spec's instances, as the graph holds it.
enum BootScript {
    static let databaseHost = "shop-aps1-database.c1a2b3c4.ap-south-1.rds.amazonaws.com"

    /// Of the single instance in phase 0, of the launch template in phase 1; empty in later phases.
    static func text(_ spec: Spec) -> String {
        var script = ""
        for resource in Blueprint.graph(for: spec).resources {
            let data = resource.properties["LaunchTemplateData"] ?? resource.properties
            guard let userData = data["UserData"] else { continue }
            script = userData.resolved { _ in .string(databaseHost) }?.text ?? ""
        }
        return script
    }

    /// The document between `<<'MARK'` and its mark.
    static func document(_ mark: String, in script: String) -> String {
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0.hasSuffix("<<'\(mark)'") }) else { return "" }
        let body = lines[(start + 1)...]
        return body.prefix { $0 != mark }.map { $0 + "\n" }.joined()
    }
}
