import AWSCredentials
import CloudCalls
import Insight
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
    /// What the account has and may have in the region; empty when nobody could be asked.
    var quotas: [(quota: AccountQuota, reading: Result<QuotaReading, AWSError>)] = []

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
        if !quotas.isEmpty { lines.append("quotas       of \(region ?? "")") }
        for (quota, reading) in quotas {
            let name = quota.rawValue.padding(to: 21)
            switch reading {
            case .success(let told):
                let mark = told.used < told.allowed ? "+" : "!"
                let allowed = told.allowed == .max ? "no bound" : "\(told.allowed)"
                lines.append("  \(mark) \(name)\(told.used) of \(allowed) are there")
            case .failure(let error): lines.append("  - \(name)can't be read: \(error.message) [\(error.code)]")
            }
        }
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
        value["quotas"] = .list(
            quotas.map { quota, reading in
                let name: Value = ["name": .string(quota.rawValue), "code": .string(quota.name.code)]
                switch reading {
                case .success(let told):
                    return name.merging([
                        "used": .int(told.used), "allowed": told.allowed == .max ? .null : .int(told.allowed),
                    ])
                case .failure(let error):
                    return name.merging(["problem": .string("\(error.message) [\(error.code)]")])
                }
            })
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
