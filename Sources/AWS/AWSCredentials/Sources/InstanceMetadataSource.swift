import CloudCalls
import HTTPClient
import HTTPMessages
import Values

/// The role of the EC2 instance, by version 2 of its metadata service; version 1 is never spoken.
///
/// Source: EC2 User Guide, "Use IMDSv2" and "Retrieve security credentials from instance metadata".
struct InstanceMetadataSource: CredentialSource {
    let name = "instance metadata"
    private static let path = "/latest/meta-data/iam/security-credentials/"
    private let tools: SourceTools

    init(_ tools: SourceTools) { self.tools = tools }

    func find() async -> Finding {
        let surroundings = tools.surroundings
        if surroundings["AWS_EC2_METADATA_DISABLED"]?.lowercased() == "true" {
            return .absent("AWS_EC2_METADATA_DISABLED is true")
        }
        let mode =
            surroundings["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"]
            ?? tools.configuration.profile["ec2_metadata_service_endpoint_mode"]
        let url =
            surroundings["AWS_EC2_METADATA_SERVICE_ENDPOINT"]
            ?? tools.configuration.profile["ec2_metadata_service_endpoint"]
            ?? (mode?.lowercased() == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254")
        guard let address = HTTPAddress(url: url) else {
            return .failed(ConfigurationProblem("AWS_EC2_METADATA_SERVICE_ENDPOINT is no address."))
        }
        let token: String
        do throws(HTTPError) {
            let response = try await send(
                address, "PUT", "/latest/api/token", ("x-aws-ec2-metadata-token-ttl-seconds", "21600"))
            guard response.status == 200 else {
                return .absent("\(url) refuses a token with status \(response.status)")
            }
            token = String(decoding: response.body, as: UTF8.self)
        } catch {
            return .absent(Self.reason(error))
        }
        return await credentials(address, token)
    }

    /// Off EC2 nobody answers at all; in a container on EC2 the connection stands and the answer's one hop is too few.
    private static func reason(_ error: HTTPError) -> String {
        guard error.kind == .deadlineExceeded || error.kind == .firstByteTimeout, error.mayHaveArrived else {
            return "this is no EC2 instance: \(error)"
        }
        return "\(error); in a container on EC2, raise HttpPutResponseHopLimit of the instance to 2"
    }

    private func credentials(_ address: HTTPAddress, _ token: String) async -> Finding {
        let header = ("x-aws-ec2-metadata-token", token)
        do throws(HTTPError) {
            let roles = try await send(address, "GET", Self.path, header)
            guard roles.status == 200 else {
                return .absent("the instance has no role (status \(roles.status))")
            }
            let role = String(decoding: roles.body, as: UTF8.self).split(separator: "\n").first.map { $0.trimmed } ?? ""
            guard !role.isEmpty, role.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x3F && $0 != 0x23 }) else {
                return .failed(ConfigurationProblem("The metadata service names no proper role."))
            }
            let response = try await send(address, "GET", Self.path + role, header)
            guard response.status == 200 else {
                return .failed(
                    ConfigurationProblem(
                        "The metadata service gives no credentials of the role \(role): status \(response.status)."))
            }
            return CredentialsDocument.read(
                response.body, token: "Token", needsToken: true, from: "the metadata service", now: tools.time.now())
        } catch {
            return .failed(ConfigurationProblem("The metadata service stopped answering: \(error)."))
        }
    }

    private func send(
        _ address: HTTPAddress, _ method: String, _ path: String, _ header: (String, String)
    ) async throws(HTTPError) -> HTTPResponse {
        let seconds = Int(tools.surroundings["AWS_METADATA_SERVICE_TIMEOUT"] ?? "") ?? 1
        let request = HTTPRequest(
            method: method, scheme: address.scheme, host: address.host, port: address.port,
            path: address.path + path, headers: HTTPHeaders([.init(name: header.0, value: header.1)]))
        return try await tools.nearHTTP.send(request, within: .seconds(max(1, seconds)))
    }
}
