import AccountLeases
import Blueprints
import CloudCalls
import Locks
import Planning
import Resources
import Specs
import States
import Terminal

extension Execution {
    /// Does something under the lease of the state and, on AWS, of the account, and gives both back, however that ends.
    /// - Parameters:
    ///   - isLast: what is done leaves nothing of the platform.
    ///   - isWithout: goes on without the account's lease where its region does not answer: what saves a platform from
    ///     a dead region can't wait for that region.
    static func underLease(
        _ session: Session, isLast: Bool = false, isWithout: Bool = false,
        _ body: (borrowing Lease) async throws -> Int32
    ) async throws -> Int32 {
        let objects = try leaseRegions(session).compactMap { session.leaseObject(in: $0) }
        return try await underLease(session.store, session.options) { local in
            var held: [AccountLease] = []
            for object in objects {
                do throws(LeaseRefusal) { held.append(try await AccountLease.take(object, session)) } catch {
                    guard case .failed(let failure) = error, failure.code.hasPrefix("Transport."),
                        isWithout || session.options.all("lost").contains(object.region)
                    else {
                        for one in held { await one.end(isLast: false) }
                        throw refusal(error, object, session)
                    }
                    session.output.note(
                        StyledLine(
                            "NOT EXCLUSIVE: the lease lies in \(object.region), which does not answer; see to it that nobody "
                                + "else changes \(session.spec.name) now.", .danger))
                }
            }
            let all = held
            let result: Result<Int32, any Error>
            local.heed { all.lazy.compactMap(\.objection).first }
            session.fence.heed { all.lazy.compactMap(\.problem).first }
            do { result = .success(try await body(local)) } catch { result = .failure(error) }
            for one in all { await one.end(isLast: isLast && (try? result.get()) == 0) }
            return try result.get()
        }
    }

    /// The first region's is the one that all take who change the platform. Where that moves, whoever still has the old spec
    /// takes the old one's, so that a run takes both.
    private static func leaseRegions(_ session: Session) throws(CommandFailure) -> [String] {
        let recorded = try session.recorded().filter { !$0.isKept }.map(\.observation)
        let lost = Standing(observed: recorded)?.lost ?? []
        func regions(_ isMeant: (Address) -> Bool) -> Set<String> {
            Set(recorded.map(\.address).filter(isMeant).map(\.scope))
        }
        // The secret stays where it was left with a database; then the platform is there no more.
        let before = regions { $0.local == "database/secret" }.intersection(regions(Standing.isStanding))
        let first = session.spec.primaryRegion.name
        return [first] + before.subtracting(lost + [first]).sorted()
    }

    private static func refusal(
        _ error: LeaseRefusal, _ object: LeaseObject, _ session: Session
    ) -> CommandFailure {
        switch error {
        case .held(let record):
            CommandFailure(
                "Another run holds \(session.spec.name) in account \(session.spec.account): \(HeldLease.name(record)). "
                    + "[state.leaseHeld]",
                hint: "Wait for it (--lock-timeout SECONDS); one that died gives no sign for two minutes and is then "
                    + "taken over (--lock-timeout 130). It is s3://\(object.bucket)/\(object.key).")
        case .gone: CommandFailure("The lease in the account was removed while it was taken; run the command again.")
        case .failed(let failure): CommandFailure(failure)
        }
    }
}
