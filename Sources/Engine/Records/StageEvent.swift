/// What happened to a stage.
public enum StageEvent: String, Sendable, Hashable, CaseIterable { case began, passed, failed }
