public import Specs

/// One phase with the smallest sizes that hold a load, or the largest there are where none do.
public struct Alternative: Sendable {
    public let model: PlatformModel
    /// vCPUs of all its machines at their greatest number.
    public let cores: Int
    public var spec: Spec { model.spec }
    public var holds: Bool { model.holds }
    /// The region where the platform is at home.
    public var home: String { model.spec.primaryRegion.name }
    public var phase: Int { model.spec.phase }
}
