/// What a driver is asked to list.
public enum ListScope: Sendable {
    /// Everything of the kind in the region that carries the platform's tag, or could be ours where there are no tags.
    case platform(String, region: String)
    /// One target: by identifier, name or tags, with as few calls as can be.
    case one(Target)

    public var region: String {
        switch self {
        case .platform(_, let region): region
        case .one(let target): target.region
        }
    }

    public var platform: String {
        switch self {
        case .platform(let platform, _): platform
        case .one(let target): target.platform
        }
    }
}
