import AWSProtocols
import CloudCalls
import HTTPMessages
public import Values

/// One attempt, for a log: what and where, never what was sent or answered.
public struct CallEvent: Sendable, Equatable {
    public let service: String
    public let operation: String
    public let region: String
    public let requestID: String
    /// The status of the answer; 0 when there was none.
    public let status: Int
    public let took: TimeSpan
    /// The code of the error; nil when it went well.
    public let error: String?

    init(_ request: AWSRequest, response: HTTPResponse?, took: TimeSpan, error: AWSError?) {
        service = request.service
        operation = request.operation
        region = request.region
        requestID = response.flatMap(ResponseDecoder.requestID) ?? error?.requestID ?? ""
        status = response?.status ?? error?.status ?? 0
        self.took = took
        self.error = error?.code
    }
}
