import AWSClient
import AWSCredentials
import AWSSigning
import CloudCalls
import Documents
import HTTPClient
import Insight
import Reports
import Terminal
import Values

/// `reconcile doctor`: who we are to AWS, and why, and what the account may hold; nothing is changed.
enum Doctor {
    @Sendable static func run(
        _ options: Options, _ output: TextOutput, _ ask: Verbs.Ask
    ) async throws -> Int32 {
        let findings = await look(
            profile: options.value("profile"), region: options.value("region"), within: .seconds(60),
            Surroundings.ofProcess(), RequestLog(options, output))
        if options.has("json") {
            output.result(JSON.pretty(findings.value))
        } else {
            for line in findings.lines { output.result(line) }
        }
        return findings.isWell ? 0 : 1
    }

    /// Looks at configuration and credentials, and asks AWS who we are.
    /// - Parameters:
    ///   - span: how long AWS is waited for.
    ///   - log: told of every attempt.
    static func look(
        profile: String?, region: String?, within span: TimeSpan, _ surroundings: Surroundings, _ log: RequestLog
    ) async -> DoctorFindings {
        let clock = SystemClock()
        let configuration: SharedConfiguration
        do throws(ConfigurationProblem) {
            configuration = try SharedConfiguration(surroundings, profile: profile)
        } catch {
            return DoctorFindings(problem: error)
        }
        let connection: AWSConnection
        do throws(HTTPError) {
            connection = try AWSConnection(
                configuration, time: clock, random: SystemRandom(), observe: log.tell, observeRetries: log.tell)
        } catch {
            return DoctorFindings(problem: ConfigurationProblem("\(error)."))
        }
        var findings = DoctorFindings(problem: nil)
        findings.profile = configuration.profileName
        findings.region = region ?? configuration.region
        let request = AWSRequest(
            service: "sts", operation: "GetCallerIdentity", region: findings.region ?? "us-east-1", input: [:],
            deadline: clock.now() + span)
        do throws(AWSError) {
            findings.endpoint = try connection.client.endpointURL(request)
            let identity = try await connection.calls.call(request)
            findings.account = identity.text("Account")
            findings.identity = identity.text("Arn")
        } catch {
            findings.refusal = error
        }
        if findings.account != nil, let region = findings.region {
            findings.quotas = await quotas(in: region, connection.calls, clock, within: span)
        }
        findings.sources = await connection.credentials.lastResult?.reports ?? []
        findings.expiry = try? await connection.credentials.lastResult?.found.get().expiry
        findings.now = clock.now()
        findings.skew = connection.client.skew.measured
        return findings
    }

    private static func quotas(
        in region: String, _ calls: any AWSCalls, _ clock: SystemClock, within span: TimeSpan
    ) async -> [(quota: AccountQuota, reading: Result<QuotaReading, AWSError>)] {
        var readings: [(quota: AccountQuota, reading: Result<QuotaReading, AWSError>)] = []
        for quota in AccountQuota.allCases {
            do throws(AWSError) {
                let reading = try await QuotaReading.read(quota, in: region) {
                    (service, operation, input) async throws(AWSError) in
                    try await calls.call(
                        AWSRequest(
                            service: service, operation: operation, region: region, input: input,
                            deadline: clock.now() + span))
                }
                readings.append((quota, .success(reading)))
            } catch {
                readings.append((quota, .failure(error)))
            }
        }
        return readings
    }
}
