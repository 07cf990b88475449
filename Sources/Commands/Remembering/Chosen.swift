import Diagnostics
import Planning
import Resources
import States
import Terminal

/// The platform that a command without a spec means.
enum Chosen {
    /// `--platform NAME`, or the only one of the state.
    static func platform(_ store: StateStore, _ options: Options) throws(CommandFailure) -> String {
        let names: [String]
        do throws(StateError) { names = try store.platforms().map(\.name) } catch { throw CommandFailure(error) }
        if let name = options.value("platform") {
            guard names.contains(name) else {
                throw CommandFailure(
                    "\(store.path) knows no platform `\(name)`.", hint: "It knows: \(names.joined(separator: ", ")).")
            }
            return name
        }
        guard let first = names.first else {
            throw CommandFailure("\(store.path) knows no platform yet.", hint: "Apply a spec first.")
        }
        guard names.count == 1 else {
            throw CommandFailure(
                "\(store.path) knows several platforms.",
                hint: "Say --platform with one of: \(names.joined(separator: ", ")).")
        }
        return first
    }

    /// Every generation of the resource that a word on the command line names.
    static func resource(
        _ address: String, of platform: String, _ store: StateStore
    ) throws(CommandFailure) -> [RecordedResource] {
        let recorded: [RecordedResource]
        do throws(StateError) { recorded = try store.recorded(platform) } catch { throw CommandFailure(error) }
        let found = recorded.filter { $0.observation.address.text == address }
        guard !found.isEmpty else {
            throw CommandFailure(
                "\(platform) has no resource \(address).",
                hint: Suggestion.addressHint(
                    for: address, among: recorded.map(\.observation.address.text),
                    otherwise: "See `reconcile state list`."))
        }
        return found
    }
}
