import Specs
import States
import Terminal

/// An apply that finds nothing left to do: an interrupted run may have done its last step and died before it said so.
enum Settling {
    static func settle(_ session: Session, _ making: PlanMaking) throws(CommandFailure) -> Int32 {
        guard making.isWhole, try session.platform() != nil else { return 0 }
        do throws(StateError) {
            if try session.store.settle(session.spec.name, phase: making.leadsTo) {
                session.output.note("\(session.spec.name) is in phase \(making.leadsTo) now.")
            }
            return 0
        } catch {
            throw CommandFailure(error)
        }
    }
}
