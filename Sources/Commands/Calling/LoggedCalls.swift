import CloudCalls
import Values

/// The fake cloud's calls, each told to the log.
struct LoggedCalls: AWSCalls {
    let calls: any AWSCalls
    let time: any TimeSource
    let log: RequestLog

    func call(_ request: AWSRequest) async throws(AWSError) -> Value {
        let began = time.now()
        do throws(AWSError) {
            let output = try await calls.call(request)
            log.tell(request, took: time.now() - began, error: nil)
            return output
        } catch {
            log.tell(request, took: time.now() - began, error: error)
            throw error
        }
    }
}
