import Planning
import Terminal

/// The sign in front of a step, as users know it from other tools.
enum PlanSymbol: CaseIterable {
    case create, change, replace, delete, adopt, keep, forget

    init(_ step: Step) {
        self =
            switch step.action {
            case .create: step.isReplacement ? .replace : .create
            case .update: .change
            case .delete: .delete
            case .adopt: .adopt
            case .keep: .keep
            case .forget: .forget
            }
    }

    var text: String {
        switch self {
        case .create: "+"
        case .change: "~"
        case .replace: "±"
        case .delete: "-"
        case .adopt: "<"
        case .keep: "="
        case .forget: "."
        }
    }

    var meaning: String {
        switch self {
        case .create: "create"
        case .change: "change in place"
        case .replace: "replace"
        case .delete: "delete"
        case .adopt: "adopt"
        case .keep: "keep, outside of every plan"
        case .forget: "forget"
        }
    }

    var role: Style.Role {
        switch self {
        case .create: .good
        case .change: .caution
        case .replace, .delete: .danger
        case .adopt, .keep: .note
        case .forget: .aside
        }
    }
}
