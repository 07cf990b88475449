/// Why a step stands in a plan; it explains and never decides.
public enum ChangeReason: String, Sendable, Hashable, CaseIterable {
    case missing
    case propertiesDiffer
    case propertyForcesReplacement
    case replaceAsked
    case failedBefore
    case notDesired
    case replacedByNewGeneration
    case unknownToState
    case dataIsKept
    case gone
    case destroyAsked
    case interrupted

    /// One sentence for people.
    public var sentence: String {
        switch self {
        case .missing: "the spec wants it and it does not exist"
        case .propertiesDiffer: "its properties differ from the spec"
        case .propertyForcesReplacement: "a property that differs cannot be changed in place"
        case .replaceAsked: "a replacement was asked for"
        case .failedBefore: "it exists but failed, and is made anew"
        case .notDesired: "the spec no longer wants it"
        case .replacedByNewGeneration: "a new generation takes its place"
        case .unknownToState: "it exists and carries our tags, but state does not know it"
        case .dataIsKept: "it holds data: it stays, outside of every plan"
        case .gone: "it no longer exists in the cloud"
        case .destroyAsked: "the platform is being destroyed"
        case .interrupted: "it is as wanted and does not serve yet: it is waited for"
        }
    }
}
