import Documents
import TestSupport
import Testing
import Values

@testable import CloudCalls

@Suite struct AdaptiveLimiterTests {
    @Test func `the rate is the one that botocore keeps to after the same answers`() throws {
        let seed = UInt32.random(in: 0...UInt32.max)
        var compared = 0
        for line in try PythonTool.lines("limiter_with_botocore.py", ["--count", "100", "--seed", "\(seed)"]) {
            let value = try JSON.value(from: line)
            var limiter = AdaptiveLimiter(at: Double(value.number("start") ?? 0) / 1000)
            for answer in value["answers"]?.elements ?? [] {
                let parts = answer.elements
                let seconds = Double(parts[0].number ?? 0) / 1000
                limiter.record(isThrottling: parts[1].flag == true, at: seconds)
                let wanted = try #require(Self.double(parts[2]))
                #expect(abs(limiter.rate - wanted) <= 1e-6 * max(1, wanted), "seed \(seed)")
                compared += 1
            }
        }
        #expect(compared > 1000)
    }

    private static func double(_ value: Value) -> Double? {
        switch value {
        case .double(let number): number
        case .int(let number): Double(number)
        default: nil
        }
    }

    @Test(arguments: [0, 0.001, 0.5, 1, 8, 27, 1000, 1e9])
    func `a cube root cubed is what it was`(_ value: Double) {
        let root = CubicRate.cubeRoot(value)
        #expect(abs(root * root * root - value) <= 1e-9 * max(1, value))
    }

    @Test func `nothing is held back before AWS throttles for the first time`() {
        var limiter = AdaptiveLimiter(at: 0)
        for number in 0..<10_000 {
            #expect(limiter.admit(at: Double(number) / 1000) == nil)
            limiter.record(isThrottling: false, at: Double(number) / 1000)
        }
        #expect(!limiter.isLimiting)
    }

    /// A service that lets 10 requests a second through and as many at once, for a simulated quarter of an hour.
    @Test func `callers settle near the rate that AWS allows`() {
        var limiter = AdaptiveLimiter(at: 0)
        var service = TokenBucket(rate: 10, at: 0)
        var now = 0.0
        var late = (accepted: 0, throttled: 0)
        while now < 900 {
            if let wait = limiter.admit(at: now) {
                now += max(wait, 0.001)
                continue
            }
            now += 0.005
            let isThrottled = service.take(at: now) != nil
            limiter.record(isThrottling: isThrottled, at: now)
            if now > 300 { if isThrottled { late.throttled += 1 } else { late.accepted += 1 } }
        }
        #expect(late.accepted > 600 * 6, "accepted \(late)")
        #expect(late.throttled * 5 < late.accepted, "throttled \(late)")
    }
}
