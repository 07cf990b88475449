import AWSServing
import CloudCalls
import Values

/// Calls of a cluster's API, counted.
struct CountedCalls: KubernetesCalls {
    let calls: any KubernetesCalls
    let ledger: CallLedger

    func call(_ request: KubernetesRequest) async throws(AWSError) -> Value {
        do throws(AWSError) {
            let output = try await calls.call(request)
            ledger.note("kubernetes.\(request.name)")
            return output
        } catch {
            ledger.note("kubernetes.\(request.name)", refusal: error.code)
            throw error
        }
    }
}
