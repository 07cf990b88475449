import AWSSigning
import CloudCalls
import Digests
import HTTPClient
import HTTPMessages
import Values

/// IAM Identity Center: the token that `aws sso login` left, exchanged for a role's credentials.
///
/// Source: AWS SDKs and Tools Reference Guide, "IAM Identity Center credential provider"; Portal API Reference,
/// `GetRoleCredentials`. The token itself is not renewed: that is `aws sso login`'s work, and the problem says so.
struct SSOSource: CredentialSource {
    let name = "IAM Identity Center"
    private let tools: SourceTools
    private let profile: String

    init(_ tools: SourceTools, profile: String) {
        self.tools = tools
        self.profile = profile
    }

    /// What the profile and its session say together.
    private struct Settings {
        let session: String?
        let startURL: String
        let region: String
        let account: String
        let role: String
    }

    func find() async -> Finding {
        let own = tools.profile(profile)
        guard own["sso_role_name"] != nil || own["sso_account_id"] != nil else {
            return .absent("the profile `\(profile)` has no sso_account_id and sso_role_name")
        }
        do throws(ConfigurationProblem) {
            let settings = try settings(own)
            let portal = try SignInEndpoints.portal(tools.configuration, region: settings.region)
            return await credentials(try token(settings), settings, from: portal)
        } catch {
            return .failed(error)
        }
    }

    private func settings(_ own: Profile) throws(ConfigurationProblem) -> Settings {
        var all = own
        if let session = own["sso_session"] {
            guard let shared = tools.files.config.ssoSessions[session] else {
                throw ConfigurationProblem("The sso-session `\(session)` of the profile `\(profile)` does not exist.")
            }
            for (name, value) in shared.values where (own[name] ?? value) != value {
                throw ConfigurationProblem(
                    "\(name) differs between the profile `\(profile)` and its sso-session `\(session)`.")
            }
            all = shared.overlaid(by: own)
        }
        let needed = ["sso_role_name", "sso_account_id", "sso_start_url", "sso_region"]
        let missing = needed.filter { all[$0] == nil }
        guard let role = all["sso_role_name"], let account = all["sso_account_id"], let url = all["sso_start_url"],
            let region = all["sso_region"]
        else {
            throw ConfigurationProblem(
                "The profile `\(profile)` uses IAM Identity Center and lacks \(missing.joined(separator: ", ")).")
        }
        return Settings(session: own["sso_session"], startURL: url, region: region, account: account, role: role)
    }

    /// The CLI keeps the token in a file named by the SHA-1 of the session's name, or else of the start URL.
    private func token(_ settings: Settings) throws(ConfigurationProblem) -> Sensitive {
        let login = "Run `aws sso login --profile \(profile)`."
        let key = Hexadecimal.text(MessageDigest.sha1(Array((settings.session ?? settings.startURL).utf8)))
        let path = tools.surroundings.path("~/.aws/sso/cache/\(key).json")
        guard let bytes = tools.surroundings.read(path), let value = CredentialsDocument.value(bytes),
            let token = value.text("accessToken"), let text = value.text("expiresAt"),
            let expiry = CredentialsDocument.moment(text)
        else { throw ConfigurationProblem("There is no session of IAM Identity Center in \(path).", hint: login) }
        guard expiry > tools.time.now() else {
            throw ConfigurationProblem("The session of IAM Identity Center has expired.", hint: login)
        }
        return Sensitive(token)
    }

    private func credentials(
        _ token: Sensitive, _ settings: Settings, from address: HTTPAddress
    ) async -> Finding {
        let request = HTTPRequest(
            method: "GET", scheme: address.scheme, host: address.host, port: address.port,
            path: address.path + "/federation/credentials",
            query:
                "role_name=\(PercentEncoding.encode(settings.role))&account_id=\(PercentEncoding.encode(settings.account))",
            headers: HTTPHeaders([.init(name: "x-amz-sso_bearer_token", value: token.reveal())]))
        let place = "IAM Identity Center"
        do throws(HTTPError) {
            let response = try await tools.http.send(request, within: .seconds(20))
            guard response.status != 401 else {
                return .failed(
                    ConfigurationProblem(
                        "\(place) does not accept its session any more.",
                        hint: "Run `aws sso login --profile \(profile)`."))
            }
            guard response.status == 200,
                let value = CredentialsDocument.value(response.body)?["roleCredentials"],
                let key = value.text("accessKeyId"), let secret = value.text("secretAccessKey"),
                let session = value.text("sessionToken"), let expiry = value.number("expiration")
            else {
                return .failed(
                    ConfigurationProblem(
                        "\(place) refuses the role \(settings.role) in the account \(settings.account): "
                            + "status \(response.status)."))
            }
            return .found(
                FoundCredentials(
                    credentials: Credentials(
                        accessKeyID: key, secretAccessKey: Sensitive(secret), sessionToken: Sensitive(session)),
                    expiry: Instant(milliseconds: expiry), account: settings.account))
        } catch {
            return .failed(ConfigurationProblem("\(place) can't be reached: \(error)."))
        }
    }
}
