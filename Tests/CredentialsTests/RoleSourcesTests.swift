import AWSCredentials
import AWSSigning
import HTTPClient
import HTTPMessages
import Testing
import Values

/// Roles by STS, programs, and sessions of IAM Identity Center.
@Suite struct RoleSourcesTests {
    private static let base = """
        [default]
        role_arn = arn:aws:iam::111122223333:role/deploy
        source_profile = base
        external_id = x&y
        duration_seconds = 1800
        region = eu-central-1
        [profile base]
        aws_access_key_id = BASE
        aws_secret_access_key = planted

        """

    private static func answer(_ key: String) -> String {
        "<AssumeRoleResponse xmlns='https://sts.amazonaws.com/doc/2011-06-15/'><AssumeRoleResult><Credentials>"
            + "<AccessKeyId>\(key)</AccessKeyId><SecretAccessKey>planted</SecretAccessKey><SessionToken>planted"
            + "</SessionToken><Expiration>\(Surrounded.hour)</Expiration></Credentials></AssumeRoleResult>"
            + "</AssumeRoleResponse>"
    }

    private func refusing(_ code: String, _ status: Int) -> StandInHTTP {
        let text = "<ErrorResponse><Error><Code>\(code)</Code><Message>planted</Message></Error></ErrorResponse>"
        return StandInHTTP { _ throws(HTTPError) in StandInHTTP.text(text, status: status) }
    }

    @Test func `a role is assumed with the profile that it names`() async throws {
        var place = Surrounded(config: Self.base)
        place.http = StandInHTTP { _ throws(HTTPError) in StandInHTTP.text(Self.answer("ROLE")) }
        let found = try await place.resolve().found.get()
        #expect(found.credentials.accessKeyID == "ROLE")
        #expect(found.account == "111122223333")
        #expect(found.expiry == Instant(timestamp: Surrounded.hour))
        let request = try #require(place.http.requests.first)
        #expect(request.url == "https://sts.eu-central-1.amazonaws.com/")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fdeploy"
                + "&RoleSessionName=reconcile-1767225600&ExternalId=x%26y&DurationSeconds=1800")
        #expect(request.headers["Authorization"]?.contains("Credential=BASE/20260101/eu-central-1/sts/") == true)
    }

    @Test func `a refusal ends it at once, and throttling and faults do not`() async throws {
        for (code, status, count) in [("AccessDenied", 403, 1), ("Throttling", 400, 3), ("InternalFailure", 500, 3)] {
            var place = Surrounded(config: Self.base)
            place.http = refusing(code, status)
            let problem = try await place.problem()
            #expect(
                problem == "The role arn:aws:iam::111122223333:role/deploy could not be assumed: "
                    + "\(code) (status \(status)).")
            #expect(place.http.requests.count == count)
        }
    }

    @Test func `a clock that is wrong is corrected by what STS says`() async throws {
        var place = Surrounded(config: Self.base)
        place.http = StandInHTTP { request throws(HTTPError) in
            if request.headers["X-Amz-Date"]?.hasPrefix("20260101T02") == true {
                return StandInHTTP.text(Self.answer("LATE"))
            }
            var response = StandInHTTP.text("<E><Error><Code>SignatureDoesNotMatch</Code></Error></E>", status: 403)
            response.headers["Date"] = "Thu, 01 Jan 2026 02:00:00 GMT"
            return response
        }
        #expect(try await place.key() == "LATE")
    }

    @Test func `MFA is refused with what to do instead`() async throws {
        var place = Surrounded(config: Self.base.replacing("external_id", with: "mfa_serial"))
        place.http = refusing("none", 200)
        #expect(try await place.problem()?.contains("wants MFA") == true)
        #expect(place.http.requests.isEmpty)
    }

    @Test func `aws login is refused with what to do instead`() async throws {
        let place = Surrounded(config: "[default]\nlogin_session = planted\n")
        #expect(try await place.problem()?.contains("aws configure export-credentials") == true)
    }

    @Test func `profiles that lead in a circle are refused`() async throws {
        let config = """
            [profile a]
            role_arn = arn:aws:iam::1:role/a
            source_profile = b
            [profile b]
            role_arn = arn:aws:iam::1:role/b
            source_profile = a
            """
        var place = Surrounded(config: config)
        place.profile = "a"
        #expect(try await place.problem() == "The source_profile of `b` leads in a circle back to `a`.")
    }

    @Test func `a profile that does not exist is told with those that do`() throws {
        var place = Surrounded(config: "[profile one]\nregion=x\n", credentials: "[two]\n")
        place.variables["AWS_PROFILE"] = "three"
        let problem = try #require(throws: ConfigurationProblem.self) { try place.configuration() }
        #expect(problem.hint == "There are: one, two.")
    }

    @Test func `a program's credentials count when it ends well and speaks version 1`() async throws {
        let json = #"{\"Version\":1,\"AccessKeyId\":\"P\",\"SecretAccessKey\":\"planted\"}"#
        let good = Surrounded(config: "[default]\ncredential_process = printf %s \"\(json)\"\n")
        #expect(try await good.key() == "P")
        for (line, reason) in [
            ("sh -c 'echo planted; exit 3'", "ended with code 3"), ("/no/such/program planted", "could not be started"),
            ("echo planted", "is not JSON with `Version` 1"), ("'open planted", "has an open quote"),
            ("sh -c 'yes planted'", "wrote more than a mebibyte"),
        ] {
            let problem = try await Surrounded(config: "[default]\ncredential_process = \(line)\n").problem()
            #expect(problem?.contains(reason) == true, "\(problem ?? "none")")
        }
    }

    @Test func `a web identity is handed to STS without a signature`() async throws {
        var place = Surrounded()
        place.variables["AWS_ROLE_ARN"] = "arn:aws-cn:iam::111122223333:role/pod"
        place.variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token"
        place.variables["AWS_REGION"] = "cn-north-1"
        #expect(try await place.problem() == "The web identity token /token can't be read.")
        place.files["/token"] = "planted\n"
        place.http = StandInHTTP { _ throws(HTTPError) in StandInHTTP.text(Self.answer("POD")) }
        #expect(try await place.key() == "POD")
        let request = try #require(place.http.requests.first)
        #expect(request.url == "https://sts.cn-north-1.amazonaws.com.cn/")
        #expect(request.headers["Authorization"] == nil)
        #expect(String(decoding: request.body, as: UTF8.self).contains("WebIdentityToken=planted"))
    }

    @Test func `a session of IAM Identity Center is used while it lasts`() async throws {
        var place = Surrounded(
            config: "[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = r\n"
                + "[sso-session corp]\nsso_start_url = https://x\nsso_region = eu-west-1\n")
        #expect(try await place.problem()?.contains("aws sso login --profile default") == true)
        // The SHA-1 of `corp`, as the CLI names its file.
        let path = "/home/x/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
        place.files[path] = #"{"accessToken":"planted","expiresAt":"2026-01-01T00:00:00UTC"}"#
        #expect(try await place.problem()?.contains("has expired") == true)
        place.files[path] = #"{"accessToken":"planted","expiresAt":"2026-01-01T00:00:01Z"}"#
        place.http = StandInHTTP { _ throws(HTTPError) in
            StandInHTTP.text(
                #"{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"s","sessionToken":"t","#
                    + #""expiration":1767229200000}}"#)
        }
        let found = try await place.resolve().found.get()
        #expect(found.credentials.accessKeyID == "SSO")
        #expect(found.expiry == Instant(timestamp: Surrounded.hour))
        let request = try #require(place.http.requests.first)
        #expect(
            request.url
                == "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?role_name=r&account_id=1")
        #expect(request.headers["x-amz-sso_bearer_token"] == "planted")
        place.http = StandInHTTP { _ throws(HTTPError) in StandInHTTP.text("planted", status: 401) }
        #expect(try await place.problem()?.contains("does not accept its session any more") == true)
    }

    @Test func `each source says why it won or lost`() async throws {
        let place = Surrounded(config: "[default]\naws_access_key_id = K\naws_secret_access_key = planted\n")
        let reports = try await place.resolve().reports
        #expect(
            reports.map(\.source) == [
                "environment", "assume role", "web identity", "IAM Identity Center", "credentials file",
                "login session", "credential process", "config file", "container", "instance metadata",
            ])
        #expect(reports.map(\.outcome).suffix(3) == [.won, .notAsked, .notAsked])
        #expect(reports.prefix(7).allSatisfy { $0.outcome == .absent && !$0.reason.isEmpty })
        #expect(reports[7].reason == "K does not expire")
    }
}
