/// How a top-level property of a kind behaves when it changes or is read.
public struct PropertyRule: Sendable, Hashable {
    public enum Effect: Sendable, Hashable {
        /// A change forces a replacement.
        case replaces
        /// A change in place interrupts; the text says how, for example `reboots, about 60 seconds`.
        case interrupts(String)
        /// AWS doesn't give it back: it is compared with what the last run wrote (by hash in state), never drift.
        case writeOnly
        /// The list is a set: its order means nothing.
        case unordered
        /// Others may move it; only used when the resource is made (a desired size, grown storage).
        case movedByOthers
    }

    public let property: String
    public let effect: Effect

    public init(_ property: String, _ effect: Effect) {
        self.property = property
        self.effect = effect
    }
}
