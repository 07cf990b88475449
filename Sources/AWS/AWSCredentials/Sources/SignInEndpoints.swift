import AWSEndpoints
import AWSSigning
import HTTPMessages
import Values

/// Where the services answer that credentials come from: what is configured, or what AWS's own rules give.
enum SignInEndpoints {
    /// The address of STS in a region, and what a request to it is signed for.
    static func tokenService(
        _ configuration: SharedConfiguration, region: String
    ) throws(ConfigurationProblem) -> (address: HTTPAddress, scope: SigningScope) {
        do throws(EndpointProblem) {
            var settings = EndpointSettings(region: region)
            settings.usesFIPS = configuration.usesFIPS
            settings.usesDualStack = configuration.usesDualStack
            settings.url = configuration.endpointURL(serviceID: "STS")
            let found = try EndpointRuleSet(embedded: "sts", partitions: try Partitions()).endpoint(settings)
            return (found.address, SigningScope(service: "sts", region: found.signing?.region ?? region))
        } catch {
            throw ConfigurationProblem("There is no endpoint for STS in \(region): \(error).")
        }
    }

    /// The address of IAM Identity Center's portal, whose model is not embedded, by its region's partition.
    static func portal(
        _ configuration: SharedConfiguration, region: String
    ) throws(ConfigurationProblem) -> HTTPAddress {
        let url: String
        do throws(EndpointProblem) {
            let suffix = try Partitions().partition(of: region).text("dnsSuffix") ?? "amazonaws.com"
            url = configuration.endpointURL(serviceID: "SSO") ?? "https://portal.sso.\(region).\(suffix)"
        } catch {
            throw ConfigurationProblem("There is no endpoint for IAM Identity Center in \(region): \(error).")
        }
        guard let address = HTTPAddress(url: url) else {
            throw ConfigurationProblem("The endpoint for IAM Identity Center is no address.")
        }
        return address
    }
}
