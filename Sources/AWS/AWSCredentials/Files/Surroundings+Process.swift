import FoundationEssentials

extension Surroundings {
    /// Those of this process, as they are now.
    public static func ofProcess() -> Surroundings {
        Surroundings(variables: ProcessInfo.processInfo.environment) { path in
            FileManager.default.contents(atPath: path).map(Array.init)
        }
    }
}
