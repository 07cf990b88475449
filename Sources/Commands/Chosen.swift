import States

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
}
