/// What must hold in every rehearsal, whatever goes wrong. The numbers are stable.
public enum Invariant: Int, Sendable, Hashable, CaseIterable {
    case oneOfEverything = 1
    case oneWriter = 2
    case dataStays = 3
    case served = 4
    case endsWell = 5
    case settles = 6
    case secrets = 7
    case quietIsSilent = 8
    case intentFirst = 9
    case rowsStay = 10

    /// What can't hold where a region is lost with what it had not sent on, and answers again before anybody has fenced it.
    static let lossy: Set<Invariant> = [.oneWriter, .served, .quietIsSilent, .rowsStay]

    /// For example `I3`.
    public var code: String { "I\(rawValue)" }

    /// What must hold, in a sentence.
    public var sentence: String {
        switch self {
        case .oneOfEverything: "At the end there is exactly one of everything."
        case .oneWriter: "At no moment do two databases of the platform take writes."
        case .dataStays: "What holds data is never deleted."
        case .served: "Deaths, lost answers and refused calls cost no user a request."
        case .endsWell: "Every life ends at the target, rolled back, or with its reason, and the next ones get there."
        case .settles: "At the target the next plan is empty."
        case .secrets: "No secret stands in a plan, a journal, a state or a reason."
        case .quietIsSilent: "Without faults no request fails but in an interruption that the plan announced."
        case .intentFirst: "No call changes anything before its intent is in the journal."
        case .rowsStay: "No acknowledged row is lost: only a database that has them all takes writes."
        }
    }

    /// When it is looked at.
    public var moment: String {
        switch self {
        case .oneOfEverything, .endsWell, .settles, .secrets, .quietIsSilent: "at the end"
        case .oneWriter, .dataStays, .rowsStay: "after each call that changes something"
        case .served: "at the end, where nothing else harmed users"
        case .intentFirst: "before each call that changes something"
        }
    }
}
