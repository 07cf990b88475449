extension Value {
    /// The value with every reference replaced, or nil where one is not known yet; templates whose parts are all
    /// known become strings.
    public func resolved(by lookUp: (Reference) -> Value?) -> Value? {
        switch self {
        case .reference(let reference): return lookUp(reference)
        // What holds no reference is shared, not copied.
        case .list(let elements) where elements.contains(where: \.holdsReferences):
            var resolved: [Value] = []
            resolved.reserveCapacity(elements.count)
            for element in elements {
                guard let value = element.resolved(by: lookUp) else { return nil }
                resolved.append(value)
            }
            return .list(resolved)
        case .object(let members) where members.pairs.contains(where: \.value.holdsReferences):
            var pairs = members.pairs
            for index in pairs.indices {
                guard let value = pairs[index].value.resolved(by: lookUp) else { return nil }
                pairs[index].value = value
            }
            return .object(Members(sorted: pairs))
        case .template(let parts):
            var text = ""
            for part in parts {
                guard let value = part.resolved(by: lookUp) else { return nil }
                switch value {
                case .string(let string): text += string
                case .int(let number): text += String(number)
                case .bool(let flag): text += flag ? "true" : "false"
                default: return nil
                }
            }
            return .string(text)
        default: return self
        }
    }

    /// Whether nothing in it waits to be resolved.
    public var isWhole: Bool { !holdsReferences }

    /// Whether references, or templates, which become strings when they are resolved, are inside.
    private var holdsReferences: Bool {
        switch self {
        case .reference, .template: true
        case .list(let elements): elements.contains(where: \.holdsReferences)
        case .object(let members): members.pairs.contains { $0.value.holdsReferences }
        default: false
        }
    }

    /// Calls `visit` for every reference inside, in order.
    public func forEachReference(_ visit: (Reference) -> Void) {
        switch self {
        case .reference(let reference): visit(reference)
        case .list(let elements), .template(let elements): for element in elements { element.forEachReference(visit) }
        case .object(let members):
            for index in members.pairs.indices { members.pairs[index].value.forEachReference(visit) }
        default: break
        }
    }
}
