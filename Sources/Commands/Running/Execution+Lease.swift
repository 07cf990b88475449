import AccountLeases
import CloudCalls
import Locks
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
        guard let object = session.leaseObject else {
            return try await underLease(session.store, session.options, body)
        }
        return try await underLease(session.store, session.options) { local in
            let held: AccountLease
            do throws(LeaseRefusal) { held = try await AccountLease.take(object, session) } catch {
                guard isWithout, case .failed(let failure) = error, failure.code.hasPrefix("Transport.") else {
                    throw refusal(error, object, session)
                }
                session.output.note(
                    StyledLine(
                        "NOT EXCLUSIVE: the lease lies in \(object.region), which does not answer; see to it that nobody "
                            + "else changes \(session.spec.name) now.", .danger))
                return try await body(local)
            }
            let result: Result<Int32, any Error>
            local.heed { held.objection }
            session.fence.heed { held.problem }
            do { result = .success(try await body(local)) } catch { result = .failure(error) }
            await held.end(isLast: isLast && (try? result.get()) == 0)
            return try result.get()
        }
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
