import AWSCredentials
import Documents
import Terminal
import TestSupport
import Testing
import Values

@testable import Commands

extension RequestLog {
    fileprivate static var silent: RequestLog { RequestLog(Options(), TextOutput(standard: { _ in }, side: { _ in })) }
}

@Suite struct DoctorTests {
    private func surroundings(_ more: [String: String], config: String = "") throws -> Surroundings {
        let variables = [
            "HOME": "/home/x", "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1",
            "AWS_ENDPOINT_URL": "http://127.0.0.1:\(try CheckedMoto.shared.get().greeting)",
        ].merging(more) { $1 }
        return Surroundings(variables: variables) { $0 == "/home/x/.aws/config" ? Array(config.utf8) : nil }
    }

    @Test func `it says who we are, and why each source won or lost`() async throws {
        let config = """
            [profile work]
            aws_access_key_id = AKIDCHECKED
            aws_secret_access_key = checked-secret
            region = eu-west-1
            """
        let found = await Doctor.look(
            profile: "work", region: nil, within: .hours(1),
            try surroundings(["AWS_ACCESS_KEY_ID": "OTHER", "AWS_SECRET_ACCESS_KEY": "planted"], config: config),
            .silent)
        #expect(found.isWell)
        let text = found.lines.joined(separator: "\n")
        for line in [
            "profile      work", "region       eu-west-1", "account      123456789012",
            "  - environment          a profile was named, which comes before the environment",
            "  + config file          AKIDCHECKED does not expire",
            "  - container            config file comes before it",
            "clock        agrees with AWS's", "quotas       of eu-west-1",
        ] {
            #expect(text.contains(line), "\(line) in \(text)")
        }
        #expect(!text.contains("checked-secret") && !text.contains("planted"))
        #expect(found.value["sources"]?.elements.map { $0.text("outcome") ?? "" }.filter { $0 == "won" }.count == 1)
        #expect(found.value.text("account") == "123456789012")
        // moto has the quota of VPCs, and in a new region the default one.
        #expect(text.contains("  + VPCs                 1 of 5 are there"), "\(text)")
        #expect(found.value["quotas"]?.elements.first { $0.text("name") == "VPCs" }?.number("allowed") == 5)
    }

    @Test func `without credentials it says what was tried`() async throws {
        let found = await Doctor.look(
            profile: nil, region: "eu-west-1", within: .hours(1), try surroundings([:]), .silent)
        #expect(!found.isWell)
        #expect(found.sources.allSatisfy { $0.outcome == .absent })
        let difference = try Golden.difference(
            found.lines.joined(separator: "\n") + "\n", from: "doctor.txt",
            hiding: [(found.value.text("endpoint") ?? "no endpoint", "ENDPOINT")])
        #expect(difference == nil, "\(difference ?? "")")
        #expect(found.value["problem"]?.text("code") == "Client.NoCredentials")
    }

    @Test func `a refusal of AWS is told with its code, and no secret`() async throws {
        let found = await Doctor.look(
            profile: nil, region: "eu-west-1", within: .hours(1),
            try surroundings(["AWS_ACCESS_KEY_ID": "AKIDCHECKED", "AWS_SECRET_ACCESS_KEY": "planted"]), .silent)
        #expect(!found.isWell)
        #expect(found.lines.last == "error: refused by the gate [SignatureDoesNotMatch]")
        #expect(!JSON.text(of: found.value).contains("planted"))
    }

    @Test func `a file that can't be read, or a profile that is not there, is the first thing told`() async throws {
        let broken = await Doctor.look(
            profile: nil, region: nil, within: .hours(1), try surroundings([:], config: "no section"), .silent)
        #expect(broken.lines.first?.contains("/home/x/.aws/config:1") == true)
        let missing = await Doctor.look(profile: "none", region: nil, within: .hours(1), try surroundings([:]), .silent)
        #expect(missing.lines.first?.contains("The profile `none`") == true)
    }
}
