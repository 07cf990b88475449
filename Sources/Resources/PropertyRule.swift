public import Values

/// How a top-level property of a kind behaves when it changes or is read.
public struct PropertyRule: Sendable, Hashable {
    public enum Effect: Sendable, Hashable {
        /// A change forces a replacement.
        case replaces
        /// A change in place interrupts; the text says how, for example `reboots, about 60 seconds`.
        case interrupts(String)
        /// AWS doesn't give it back: it is compared with what the last run wrote (by hash in state), never drift.
        case writeOnly
        /// It takes a call of its own for each resource. A look at many reads it of some only; of the others it is compared
        /// with what the last run wrote, and is no drift.
        case readApart
        /// The list is a set: its order means nothing.
        case unordered
        /// Others may move it; only used when the resource is made (a desired size, grown storage).
        case movedByOthers
        /// A version of which the spec may name the leading parts only: `17` is met by `17.10`, `17.9` only by itself.
        case leadingVersion
        /// A size that the cloud can't make smaller: a larger one found meets it.
        case onlyGrows
        /// An empty value in place of another is a change in place all the same, which interrupts as the text says.
        case emptied(String)
        /// A version that the cloud never takes back to an older one.
        case neverLowered
    }

    public let property: String
    public let effect: Effect

    public init(_ property: String, _ effect: Effect) {
        self.property = property
        self.effect = effect
    }
}

extension [PropertyRule.Effect] {
    /// How an empty value interrupts where that is a change in place; nil where it is as any other.
    public var emptying: String? {
        for case .emptied(let text) in self { return text }
        return nil
    }

    /// Whether a found value is the wanted one, for a property with these effects.
    public func isMet(_ wanted: Value?, by found: Value?) -> Bool {
        if found == wanted { return true }
        switch (wanted, found) {
        case (.list(let left)?, .list(let right)?) where contains(.unordered):
            return left.count == right.count && Set(left) == Set(right)
        case (.int(let size)?, .int(let larger)?) where contains(.onlyGrows): return larger >= size
        case (.string(let version)?, .string(let full)?) where contains(.leadingVersion):
            return full.hasPrefix(version + ".")
        default: return false
        }
    }
}
