import AWSKinds
import Blueprints
import Documents
import Resources
public import Specs
import Values

/// All text that a spec brings to machines and clusters: boot scripts, Compose and proxy files, manifests.
public enum Rendering {
    /// Sorted by path.
    public static func files(of spec: Spec) -> [RenderedFile] {
        let regions = spec.phase >= 4 ? spec.regions.map(\.name) : [spec.primaryRegion.name]
        return regions.flatMap { boot(spec, $0) + manifests(spec, $0) + repository(spec, $0) }
            .sorted { $0.path < $1.path }
    }

    private static func boot(_ spec: Spec, _ region: String) -> [RenderedFile] {
        guard let files = BootFiles(spec, region: region),
            let script = files.userData.resolved(by: { _ in nil })?.text
        else { return [] }
        return [
            RenderedFile(path: "\(region)/user-data.sh", text: script),
            RenderedFile(path: "\(region)/compose.yaml", text: files.compose),
            RenderedFile(path: "\(region)/nginx.conf", text: files.proxy),
        ]
    }

    /// What we apply to the cluster ourselves.
    private static func manifests(_ spec: Spec, _ region: String) -> [RenderedFile] {
        objects(Blueprint.graph(for: spec), region, in: "\(region)/manifests")
    }

    /// What Argo CD takes from the repository: the objects that would be ours without one.
    private static func repository(_ spec: Spec, _ region: String) -> [RenderedFile] {
        guard spec.phase >= 2, spec.gitOps != nil else { return [] }
        var alone = spec
        alone.gitOps = nil
        let ours = Blueprint.graph(for: spec)
        let rest = Blueprint.graph(for: alone).resources.filter { !ours.contains($0.address) }
        return objects(ResourceGraph(rest), region, in: "\(region)/repository")
    }

    private static func objects(_ graph: ResourceGraph, _ region: String, in folder: String) -> [RenderedFile] {
        graph.resources.filter { $0.region == region }.compactMap { resource in
            guard let object = Manifest.object(resource.kind, resource.properties) else { return nil }
            let name = resource.address.local.split(separator: "/").joined(separator: "-")
            return RenderedFile(path: "\(folder)/\(name).yaml", text: YAML.text(of: object))
        }
    }
}
