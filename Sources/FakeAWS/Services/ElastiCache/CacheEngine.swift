import CloudCalls
import Values

/// The versions of cache engines.
enum CacheEngine {
    /// The full version that a wanted one stands for; the newest when none is named.
    static func version(_ engine: String, _ wanted: String?) throws(AWSError) -> String {
        let known: [String]
        switch engine {
        case "valkey": known = ["9.0.0", "8.2.0", "8.1.0", "8.0.1", "7.2.6"]
        case "redis": known = ["7.1.0", "7.0.7", "6.2.6"]
        default: throw AWSError("InvalidParameterValue", "The engine \(engine) is not valid: valkey or redis.")
        }
        guard let version = known.first(where: { wanted == nil || $0 == wanted || $0.hasPrefix("\(wanted ?? "").") })
        else {
            throw AWSError("InvalidParameterCombination", "Cannot find version \(wanted ?? "") for \(engine).")
        }
        return version
    }

    static func family(_ engine: String, _ version: String) -> String {
        let major = VersionNumbers.major(version)
        return engine == "redis" && major == "6" ? "redis6.x" : "\(engine)\(major)"
    }

    static func standardGroup(_ engine: String, _ version: String) -> String {
        "default.\(family(engine, version))"
    }
}
