public import Values

extension TimeSpan {
    /// For people: `45 s`, `12 min`, `3 h 5 min`.
    public var words: String {
        let seconds = (milliseconds + 500) / 1000
        if seconds < 90 { return "\(seconds) s" }
        let minutes = (seconds + 30) / 60
        if minutes < 120 { return "\(minutes) min" }
        return "\(minutes / 60) h \(minutes % 60) min"
    }
}
