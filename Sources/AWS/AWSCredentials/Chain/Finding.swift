/// What a source of credentials answers.
public enum Finding: Sendable, Equatable {
    case found(FoundCredentials)
    /// The source is not set up; the next one is asked.
    case absent(String)
    /// The source is set up and does not work; none is asked after it, since another identity would be used in silence.
    case failed(ConfigurationProblem)
}
