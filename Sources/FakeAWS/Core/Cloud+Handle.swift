public import CloudCalls
public import Values

extension Cloud {
    /// An answer and how long it took to come.
    public struct Answer: Sendable {
        public let latency: TimeSpan
        public let result: Result<Value, AWSError>
    }

    /// Handles one operation at a moment, which must not lie before the last one's.
    public mutating func handle(
        service: String, operation: String, region: String, input: Value, at moment: Instant
    ) -> Answer {
        advance(to: moment)
        let name = "\(service).\(operation)"
        let isRead = Self.isRead(operation)
        let latency = TimeSpan.milliseconds((isRead ? 40 : 120) + steadyNumber("\(name)\(sequence)", below: 60))
        func refused(_ error: AWSError, after span: TimeSpan? = nil) -> Answer {
            var error = error
            error.service = service
            error.operation = operation
            error.region = region
            error.requestID = requestID(name)
            return Answer(latency: span ?? latency, result: .failure(error))
        }
        if faults.cutRegions.contains(region) {
            return refused(
                AWSError("Transport.ConnectTimeout", "\(region) does not answer.", effect: .none), after: .seconds(5))
        }
        let fault = faults.take(name)
        if let fault {
            switch fault.mode {
            case .fail: return refused(AWSError(fault.code, "Injected: \(name) fails."))
            case .throttle: return refused(CommonErrors.throttling(service))
            case .loseAnswer: break
            }
        }
        guard takeToken(service: service, region: region, isRead: isRead) else {
            return refused(CommonErrors.throttling(service))
        }
        guard let handler = FakeServices.operations[name] else {
            return refused(AWSError("InvalidAction", "FakeAWS does not know the operation \(name)."))
        }
        let call = Call(service: service, operation: operation, region: region, input: input, now: now)
        do throws(AWSError) {
            // Everything is checked, and nothing done ("Dry run", EC2 API reference).
            if service == "ec2", input["DryRun"]?.flag == true {
                var other = self
                _ = try handler(&other, call)
                var told = AWSError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.")
                told.status = 412
                throw told
            }
            let output = try handler(&self, call)
            if fault != nil {
                return refused(
                    AWSError("Transport.AnswerLost", "The answer to \(name) was lost.", effect: .unknown))
            }
            return Answer(latency: latency, result: .success(output.withoutNulls))
        } catch {
            return refused(error)
        }
    }

    static func isRead(_ operation: String) -> Bool {
        ["Describe", "Get", "List", "Lookup", "Batch"].contains { operation.hasPrefix($0) }
    }

    private func requestID(_ name: String) -> String {
        let digits = String(UInt64(bitPattern: Int64(now.milliseconds &* 1_000_003 &+ sequence)), radix: 16)
        return "req-" + digits
    }

    /// Limits are per service and region; aws-facts section 7 (EC2: 100/20 reads, 50/10 changes).
    private mutating func takeToken(service: String, region: String, isRead: Bool) -> Bool {
        let key = "\(service)/\(region)/\(isRead ? "read" : "write")"
        var bucket =
            buckets[key]
            ?? TokenBucket(burst: isRead ? 100 : 50, refillPerSecond: isRead ? 20 : 10, at: now)
        defer { buckets[key] = bucket }
        return bucket.take(at: now)
    }
}
