import Values

/// Why a stage has not begun although its predecessor has passed.
enum StageHold: Sendable, Hashable {
    /// The run was paused.
    case paused
    /// Somebody must approve it.
    case approval
    /// None of its windows is open before this moment.
    case window(opens: Instant)

    /// When it is over by itself; nil where that takes a person.
    var moment: Instant? { if case .window(let opens) = self { opens } else { nil } }
}
