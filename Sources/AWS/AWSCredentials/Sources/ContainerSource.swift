import CloudCalls
import HTTPClient
import HTTPMessages
import Values

/// The credentials of an ECS task or an EKS pod identity, from an address that the environment names.
///
/// Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
struct ContainerSource: CredentialSource {
    let name = "container"
    private static let hosts: Set<String> = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]
    private static let attempts = 3
    private let tools: SourceTools

    init(_ tools: SourceTools) { self.tools = tools }

    func find() async -> Finding {
        let surroundings = tools.surroundings
        let url: String
        if let relative = surroundings["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
            url = "http://169.254.170.2\(relative)"
        } else if let full = surroundings["AWS_CONTAINER_CREDENTIALS_FULL_URI"] {
            url = full
        } else {
            return .absent(
                "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set")
        }
        let mark = url.firstIndex(of: "?") ?? url.endIndex
        guard let address = HTTPAddress(url: String(url[..<mark])) else {
            return .failed(ConfigurationProblem("The address of the container's credentials is not valid."))
        }
        guard address.scheme == "https" || address.isLoopback || Self.hosts.contains(address.host) else {
            return .failed(
                ConfigurationProblem(
                    "The container's credentials may not come from \(address.host) over http.",
                    hint: "Only https, loopback and the addresses of ECS and EKS are asked."))
        }
        var request = HTTPRequest(
            method: "GET", scheme: address.scheme, host: address.host, port: address.port,
            path: address.path.isEmpty ? "/" : address.path, query: String(url[mark...].dropFirst()),
            headers: HTTPHeaders([.init(name: "Accept", value: "application/json")]))
        if let path = surroundings["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] {
            guard let bytes = surroundings.read(path) else {
                return .failed(ConfigurationProblem("The container's authorization token \(path) can't be read."))
            }
            request.headers["Authorization"] = String(decoding: bytes, as: UTF8.self)
        } else if let token = surroundings["AWS_CONTAINER_AUTHORIZATION_TOKEN"] {
            request.headers["Authorization"] = token
        }
        return await ask(request)
    }

    private func ask(_ request: HTTPRequest) async -> Finding {
        var last = ""
        for attempt in 1...Self.attempts {
            if attempt > 1 { await tools.time.sleep(until: tools.time.now() + .seconds(1)) }
            do throws(HTTPError) {
                let response = try await tools.nearHTTP.send(request, within: .seconds(2))
                if response.status == 200 {
                    return CredentialsDocument.read(
                        response.body, token: "Token", needsToken: true, from: "the container's service",
                        now: tools.time.now())
                }
                last = "status \(response.status)"
            } catch {
                last = "\(error)"
                if error.kind == .invalidRequest { break }
            }
        }
        return .failed(ConfigurationProblem("The container's service gives no credentials: \(last)."))
    }
}
