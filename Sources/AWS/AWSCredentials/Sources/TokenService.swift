import AWSSigning
import CloudCalls
import HTTPClient
import HTTPMessages
import Values
import XMLTrees

/// The two calls to STS that make credentials from others, written by hand so that signing in needs no service models.
///
/// Source: STS API Reference, `AssumeRole` and `AssumeRoleWithWebIdentity`, version 2011-06-15. AssumeRole has no effect
/// that could be doubled, so transport faults, throttling and 5xx are tried again.
struct TokenService {
    private static let attempts = 3
    private let tools: SourceTools

    init(_ tools: SourceTools) { self.tools = tools }

    func assumeRole(
        _ role: String, session: String?, externalID: String? = nil, webIdentity: Sensitive? = nil,
        duration: String?, with credentials: Credentials? = nil
    ) async -> Finding {
        let name = session ?? "reconcile-\(tools.time.now().milliseconds / 1000)"
        var parameters = [("RoleArn", role), ("RoleSessionName", name)]
        if let externalID { parameters.append(("ExternalId", externalID)) }
        if let webIdentity { parameters.append(("WebIdentityToken", webIdentity.reveal())) }
        // The CLI passes over what is no number, too.
        if let duration, let seconds = Int(duration) { parameters.append(("DurationSeconds", "\(seconds)")) }
        let action = webIdentity == nil ? "AssumeRole" : "AssumeRoleWithWebIdentity"
        do throws(ConfigurationProblem) {
            let endpoint = try SignInEndpoints.tokenService(
                tools.configuration, region: tools.configuration.region ?? "us-east-1")
            let request = Self.request(action, parameters, to: endpoint.address)
            return try await ask(request, with: credentials, scope: endpoint.scope, role: role)
        } catch {
            return .failed(error)
        }
    }

    private static func request(
        _ action: String, _ parameters: [(String, String)], to address: HTTPAddress
    ) -> HTTPRequest {
        let all = [("Action", action), ("Version", "2011-06-15")] + parameters
        let body = all.map { "\($0.0)=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
        return HTTPRequest(
            method: "POST", scheme: address.scheme, host: address.host, port: address.port, path: address.path + "/",
            headers: HTTPHeaders([
                .init(name: "Content-Type", value: "application/x-www-form-urlencoded; charset=utf-8")
            ]), body: Array(body.utf8))
    }

    private func ask(
        _ request: HTTPRequest, with credentials: Credentials?, scope: SigningScope, role: String
    ) async throws(ConfigurationProblem) -> Finding {
        let skew = ClockSkew()
        var last = ""
        for attempt in 1...Self.attempts {
            if attempt > 1 {
                await tools.time.sleep(until: tools.time.now() + .milliseconds(tools.random.below(500 << attempt)))
            }
            let sent = tools.time.now()
            let signed =
                credentials.map {
                    SigV4Signer().signed(request, with: $0, scope: scope, at: skew.signingTime(sent))
                } ?? request
            do throws(HTTPError) {
                let response = try await tools.http.send(signed, within: .seconds(20))
                if response.status == 200 { return found(response.body, role: role) }
                let code = Self.errorCode(response.body)
                let date = response.headers["Date"].flatMap(ServerDate.parse)
                let isCorrected = date.map { skew.learn(serverDate: $0, middle: sent) } ?? false
                last = "\(code) (status \(response.status))"
                let isTemporary = response.status >= 500 || ["Throttling", "IDPCommunicationError"].contains(code)
                guard isTemporary || isCorrected else { break }
            } catch {
                last = "\(error)"
            }
        }
        throw ConfigurationProblem("The role \(role) could not be assumed: \(last).")
    }

    private func found(_ body: [UInt8], role: String) -> Finding {
        let unreadable = ConfigurationProblem("STS's answer for the role \(role) can't be read.")
        guard let tree = Self.tree(body), let result = tree.children(tree.root).first,
            let element = tree.child(result, "Credentials")
        else { return .failed(unreadable) }
        let text = { (name: String) in tree.child(element, name).map { tree.text($0) } }
        guard let key = text("AccessKeyId"), let secret = text("SecretAccessKey"), let token = text("SessionToken"),
            let expiry = text("Expiration").flatMap(CredentialsDocument.moment)
        else { return .failed(unreadable) }
        let account = role.split(separator: ":", omittingEmptySubsequences: false)
        return .found(
            FoundCredentials(
                credentials: Credentials(
                    accessKeyID: key, secretAccessKey: Sensitive(secret), sessionToken: Sensitive(token)),
                expiry: expiry, account: account.count > 4 ? String(account[4]) : nil))
    }

    /// AWS's code for a refusal. Its message is left out: it may repeat what was sent.
    private static func errorCode(_ body: [UInt8]) -> String {
        guard let tree = tree(body), let error = tree.child(tree.root, "Error"), let code = tree.child(error, "Code")
        else { return "an unreadable answer" }
        return String(tree.text(code).prefix(80))
    }

    private static func tree(_ body: [UInt8]) -> XMLTree? {
        do throws(XMLProblem) { return try XMLTree(body) } catch { return nil }
    }
}
