import Diagnostics
import Documents
public import Values

/// Changes a spec's document, whatever else stands in it.
public enum SpecEdit {
    /// The document with other values in some places, laid out as `fmt` does; nil when a path leads nowhere.
    /// - Parameter ignoring: entries to add to `ignore`.
    public static func text(
        _ bytes: [UInt8], file: String, edits: [(path: String, value: Value)], ignoring: [String]
    ) -> String? {
        guard var document = try? JSONReader.read(bytes, file: file) else { return nil }
        for edit in edits {
            guard let override = SpecOverride(setting: "\(edit.path)=\(JSON.text(of: edit.value))"),
                override.apply(to: &document.root) == nil
            else { return nil }
        }
        guard case .object(var members) = document.root.content else { return nil }
        let start = document.root.position
        if !ignoring.isEmpty {
            let added = ignoring.map { Node(.string($0), at: start) }
            if let index = members.lastIndex(where: { $0.name == "ignore" }) {
                guard case .array(let elements) = members[index].value.content else { return nil }
                members[index].value.content = .array(elements + added)
            } else {
                members.append(Node.Member(name: "ignore", position: start, value: Node(.array(added), at: start)))
            }
        }
        document.root.content = .object(members)
        return JSON.layout(of: document)
    }
}
