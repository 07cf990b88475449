import Diagnostics

/// What kind of value stands at a place of the plan's JSON, as far as that is known before there is a plan.
indirect enum ValueShape: Sendable, Hashable {
    /// Whatever AWS gives a resource's property.
    case anything
    /// One of these texts; any text where there are none.
    case text([String])
    case number
    case flag
    case list(ValueShape)
    /// These members and no others.
    case object([String: ValueShape])
    /// Any names, each with such a value.
    case map(ValueShape)

    /// With its article.
    var name: String {
        switch self {
        case .anything: "anything"
        case .text: "a text"
        case .number: "a number"
        case .flag: "true or false"
        case .list: "a list"
        case .object, .map: "an object"
        }
    }

    /// What stands at a path, or why nothing can.
    func at(_ path: RulePath, of root: String) -> Result<ValueShape, UnknownPlace> {
        var shape = self
        var before = root
        for part in path.parts {
            switch (shape, part) {
            case (.anything, _): return .success(.anything)
            case (.list(let element), .element): shape = element
            case (.map(let value), .member): shape = value
            case (.object(let members), .member(let name)):
                guard let next = members[name] else {
                    let near = Suggestion.nearest(to: name, among: members.keys)
                    return .failure(
                        UnknownPlace(
                            message: "\(before) has no `\(name)`",
                            hint: near.map { "Did you mean `\($0)`?" }
                                ?? "It has \(members.keys.sorted().joined(separator: ", ")). See docs/plan-json.md."))
                }
                shape = next
            case (_, .member(let name)):
                return .failure(
                    UnknownPlace(
                        message: "\(before) is \(shape.name) and has no `\(name)`",
                        hint: "Use `some` or `every` to look at the elements of a list."))
            case (_, .element(let index)):
                return .failure(UnknownPlace(message: "\(before) is \(shape.name) and has no element [\(index)]"))
            }
            switch part {
            case .member(let name): before = "`\(name)`"
            case .element(let index): before = "element [\(index)]"
            }
        }
        return .success(shape)
    }

    /// Why a path leads nowhere.
    struct UnknownPlace: Error, Hashable {
        var message: String
        var hint = ""
    }
}
