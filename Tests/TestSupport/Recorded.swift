import CallRecords
public import CloudCalls

/// The calls as a test's provider must get them: recorded when `RECONCILE_CALLS` asks, for check_shapes.py.
public func recorded(_ calls: any AWSCalls) throws -> any AWSCalls { try RecordedCalls.ifAsked(calls) }
