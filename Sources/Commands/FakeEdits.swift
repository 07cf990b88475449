import Documents
import FakeAWS
import FakeCloudStore
import Terminal
import Values

/// Changes of the fake cloud by hand: drift, and what breaks.
enum FakeEdits {
    /// The object that a word means: its id, unique in the cloud or in `--region`.
    static func find(_ id: String, _ cloud: Cloud, _ options: Options) throws(CommandFailure) -> CloudObject {
        let region = options.value("region")
        let found = cloud.objects.values.filter { $0.id == id && (region == nil || $0.region == region) }
            .sorted { $0.key < $1.key }
        guard let first = found.first else {
            throw CommandFailure("The fake cloud has nothing with the id \(id).", hint: "See `reconcile fake list`.")
        }
        guard found.count == 1 else {
            let places = found.map { "\($0.key.type) in \($0.region)" }.joined(separator: ", ")
            throw CommandFailure("\(id) is the id of several things: \(places).", hint: "Name one with --region.")
        }
        return first
    }

    /// `set ID NAME=VALUE`: an attribute by its path (`State.Name=x`), `status=x` or `tags.KEY=x`.
    static func set(_ object: CloudObject, _ setting: String, _ cloud: inout Cloud) -> Bool {
        guard let equals = setting.firstIndex(of: "=") else { return false }
        let text = String(setting[setting.index(after: equals)...])
        let path = setting[..<equals].split(separator: ".").map(String.init)
        let value = (try? JSON.value(from: text)) ?? .string(text)
        guard let first = path.first else { return false }
        cloud.update(object.key) { object in
            if path == ["status"] {
                object.status = text
            } else if first == "tags", path.count > 1 {
                object.tags[path.dropFirst().joined(separator: ".")] = text
            } else {
                object.attributes = laid(value, at: path[...], in: object.attributes)
            }
        }
        return true
    }

    private static func laid(_ value: Value, at path: ArraySlice<String>, in whole: Value) -> Value {
        guard let first = path.first else { return value }
        var whole: Value = if case .object = whole { whole } else { [:] }
        whole[first] = laid(value, at: path.dropFirst(), in: whole[first] ?? [:])
        return whole
    }

    /// What `break` asks for: `zone ZONE`, `region REGION` or `call SERVICE.OPERATION fail|throttle|loseAnswer`.
    static func fault(_ words: ArraySlice<String>, _ options: Options) throws -> @Sendable (inout Cloud) -> String {
        let words = Array(words)
        let times = try options.number("times", 1, in: 1...1_000_000)
        let code = options.value("code") ?? "InternalError"
        switch (words.first, words.count) {
        case ("zone", 2):
            return { cloud in
                cloud.faults.deadZones.insert(words[1])
                return "The zone \(words[1]) is down, until `reconcile fake mend`."
            }
        case ("region", 2):
            return { cloud in
                cloud.faults.cutRegions.insert(words[1])
                return "The region \(words[1]) does not answer, until `reconcile fake mend`."
            }
        case ("call", 3):
            guard let mode = Faults.Mode(rawValue: words[2]) else {
                throw UsageFailure("A call may fail, throttle or loseAnswer, not `\(words[2])`.")
            }
            return { cloud in
                cloud.faults.calls.append(
                    Faults.CallFault(operation: words[1], mode: mode, code: code, remaining: times))
                return "The next \(times) calls of \(words[1]): \(mode.rawValue)."
            }
        default:
            throw UsageFailure("break takes `zone ZONE`, `region REGION` or `call SERVICE.OPERATION MODE`.")
        }
    }
}
