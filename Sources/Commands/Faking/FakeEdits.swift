import Diagnostics
import Documents
import FakeAWS
import FakeCloudStore
import Terminal
import Values

/// `reconcile fake get|set|delete`: one thing of the fake cloud, looked at and changed by hand.
enum FakeEdits {
    @Sendable static func get(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let object = try find(options.words[0], try cloud(options), options)
        output.result(JSON.pretty(FakeList.value(object).merging(["attributes": object.attributes])))
        return 0
    }

    @Sendable static func set(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let stored = try cloud(options)
        let object = try find(options.words[0], stored, options)
        let setting = options.words[1]
        guard let equals = setting.firstIndex(of: "="), equals > setting.startIndex else {
            throw UsageProblem(
                "`\(setting)` is not of the form NAME=VALUE", hint: "For example tags.team=payments.")
        }
        let path = setting[..<equals].split(separator: ".").map(String.init)
        let text = String(setting[setting.index(after: equals)...])
        try FakeClouds.edit(stored) { change(object.key, path, to: text, &$0) }
        output.result("Set \(setting) of \(object.id).")
        return 0
    }

    @Sendable static func delete(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let stored = try cloud(options)
        let key = try find(options.words[0], stored, options).key
        try FakeClouds.edit(stored) { $0.deleteByHand(key) }
        output.result("Deleted \(key.type) \(key.id).")
        return 0
    }

    private static func cloud(_ options: Options) throws(CommandFailure) -> StoredCloud {
        guard let stored = try FakeClouds.existing(options) else {
            throw CommandFailure(
                "There is no cloud at \(Session.cloudPath(options)) yet.", hint: "Apply a spec first.")
        }
        return stored
    }

    /// The object that a word means: its address, or its id, unique in the cloud or in `--region`.
    private static func find(
        _ id: String, _ stored: StoredCloud, _ options: Options
    ) throws(CommandFailure) -> CloudObject {
        let objects = try FakeClouds.snapshot(stored).objects.values
        let region = options.value("region")
        let found = objects.filter {
            ($0.id == id || $0.tags["reconcile:address"] == id) && (region == nil || $0.region == region)
        }
        .sorted { $0.key < $1.key }
        guard let first = found.first else {
            let near = Suggestion.nearest(to: id, among: objects.map(\.id))
            throw CommandFailure(
                "The fake cloud has nothing with the id \(id)\(region.map { " in \($0)" } ?? "").",
                hint: near.map { "Did you mean \($0)?" } ?? "See `reconcile fake list`.")
        }
        guard found.count == 1 else {
            let places = found.map { "\($0.key.type) in \($0.region)" }.joined(separator: ", ")
            throw CommandFailure(
                "\(id) is the id of several things: \(places).",
                hint: "Name one by its address, as `reconcile fake list` says it, or with --region.")
        }
        return first
    }

    /// Sets an attribute by its path (`State.Name`), `status` or `tags.KEY`.
    private static func change(_ key: CloudObject.Key, _ path: [String], to text: String, _ cloud: inout Cloud) {
        let value = (try? JSON.value(from: text)) ?? .string(text)
        cloud.update(key) { object in
            if path == ["status"] {
                object.status = text
            } else if path.first == "tags", path.count > 1 {
                object.tags[path.dropFirst().joined(separator: ".")] = text
            } else {
                object.attributes = laid(value, at: path[...], in: object.attributes)
            }
        }
    }

    private static func laid(_ value: Value, at path: ArraySlice<String>, in whole: Value) -> Value {
        guard let first = path.first else { return value }
        var whole: Value = if case .object = whole { whole } else { [:] }
        whole[first] = laid(value, at: path.dropFirst(), in: whole[first] ?? [:])
        return whole
    }
}
