import CloudCalls
import Insight
import Planning
import Providers
import Terminal

/// Whether the account may hold what a plan makes, asked before the plan's first call.
enum QuotaCheck {
    /// What is too little, in words; nothing is asked for a plan that makes nothing of the kind.
    static func problems(_ plan: Plan, _ session: Session) async throws(CommandFailure) -> [String] {
        var problems: [String] = []
        for quota in AccountQuota.allCases {
            for (region, count) in quota.needed(by: plan).sorted(by: { $0.key < $1.key }) {
                let cloud = session.provider.cloud
                let result = try await session.attempt { () async throws(AWSError) -> QuotaReading in
                    try await QuotaReading.read(quota, in: region) {
                        (service, operation, input) async throws(AWSError) in
                        try await cloud.read(service, operation, region, input)
                    }
                }
                do throws(AWSError) {
                    let reading = try result.get()
                    let needed = reading.used + count
                    guard needed > reading.allowed else { continue }
                    problems.append(
                        "phase \(plan.toPhase) needs \(needed) \(quota.rawValue) in \(region), \(reading.allowed) allowed: "
                            + "ask for a raise (\(reading.used) are there, \(count) come; Service Quotas "
                            + "\(quota.name.service) \(quota.name.code))")
                } catch {
                    // Who may not read quotas can still be refused by them later.
                    session.output.note(
                        "The quota of \(quota.rawValue) in \(region) can't be read: \(error.message) [\(error.code)]")
                }
            }
        }
        return problems
    }

    /// - Throws: `CommandFailure` when the account allows too little; nothing was changed then.
    static func check(_ plan: Plan, _ session: Session) async throws(CommandFailure) {
        let problems = try await problems(plan, session)
        guard !problems.isEmpty else { return }
        throw CommandFailure(
            problems.map { "error: \($0). [quota.tooLow]" } + [
                "    Nothing was changed. The raise takes AWS minutes to days."
            ])
    }
}
