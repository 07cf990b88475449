import AWSCredentials
import CloudCalls
import Reports
import Values

/// What `reconcile doctor` found.
struct DoctorFindings {
    /// What kept it from looking further.
    let problem: ConfigurationProblem?
    var profile = ""
    var region: String?
    var endpoint: String?
    var sources: [SourceReport] = []
    var expiry: Instant?
    var now = Instant(milliseconds: 0)
    /// AWS's clock minus ours; nil when AWS did not answer.
    var skew: TimeSpan?
    var account: String?
    var identity: String?
    var refusal: AWSError?

    init(problem: ConfigurationProblem?) { self.problem = problem }

    var isWell: Bool { account != nil && region != nil }

    var lines: [String] {
        if let problem { return ["error: \(problem.message)"] + (problem.hint.isEmpty ? [] : ["    \(problem.hint)"]) }
        var lines = ["profile      \(profile)"]
        lines.append("region       \(region ?? "none: set AWS_REGION or `region` in the profile")")
        lines.append("endpoint     \(endpoint ?? "none")")
        lines.append("credentials")
        for source in sources {
            let mark =
                switch source.outcome {
                case .won: "+"
                case .failed: "!"
                case .absent, .notAsked: "-"
                }
            let name = source.source.padding(to: 21)
            lines.append("  \(mark) \(name)\(source.reason)")
        }
        if let expiry {
            lines.append("expires      in \((expiry - now).words); they are renewed before")
        }
        lines.append("clock        \(clock)")
        lines.append("account      \(account ?? "unknown")")
        lines.append("identity     \(identity ?? "unknown")")
        if let refusal { lines.append("error: \(refusal.message) [\(refusal.code)]") }
        return lines
    }

    private var clock: String {
        guard let skew else { return "unknown: AWS did not answer" }
        let seconds = abs(skew.milliseconds) / 1000
        // `Date` has whole seconds.
        // A signature may be five minutes off (SigV4); what a busy machine adds is no finding.
        guard seconds > 10 else { return "agrees with AWS's" }
        let side = skew < .zero ? "ahead of" : "behind"
        return "\(seconds) s \(side) AWS's" + (seconds >= 240 ? "; signatures are corrected by that" : "")
    }

    var value: Value {
        var value: Value = [
            "well": .bool(isWell), "profile": .string(profile),
            "region": region.map(Value.string) ?? .null, "endpoint": endpoint.map(Value.string) ?? .null,
            "sources": .list(
                sources.map {
                    [
                        "source": .string($0.source), "outcome": .string($0.outcome.rawValue),
                        "reason": .string($0.reason),
                    ]
                }),
            "expiresInSeconds": expiry.map { .int(($0 - now).seconds) } ?? .null,
            "clockSkewSeconds": skew.map { .int($0.milliseconds / 1000) } ?? .null,
            "account": account.map(Value.string) ?? .null, "identity": identity.map(Value.string) ?? .null,
        ]
        if let problem { value["problem"] = ["message": .string(problem.message), "hint": .string(problem.hint)] }
        if let refusal { value["problem"] = ["message": .string(refusal.message), "code": .string(refusal.code)] }
        return value
    }
}

extension String {
    /// The text with spaces behind it up to a width.
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(1, width - count))
    }
}
