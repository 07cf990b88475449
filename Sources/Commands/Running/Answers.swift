import Planning
import Resources
import Specs
import States
import Terminal
import Values

/// Where a platform answers, by name: what a run tells at its end, and `reconcile output`.
enum Answers {
    /// Sorted by name.
    static func all(_ recorded: [RecordedResource]) -> [(name: String, value: String)] {
        var answers: [String: String] = [:]
        for record in recorded where !record.isKept && !record.isDeposed {
            let observation = record.observation
            let attributes = observation.attributes
            let region = observation.region
            func set(_ name: String, _ value: String?) { if let value, !value.isEmpty { answers[name] = value } }
            switch observation.kind.name {
            case "AWS::EC2::EIP" where observation.address.local == "instance/address":
                set("url", attributes.text("PublicIp").map { "http://\($0)/" })
            case "AWS::ElasticLoadBalancingV2::LoadBalancer":
                set("loadBalancer.\(region)", attributes.text("DNSName"))
                if answers["url"] == nil { set("url", attributes.text("DNSName").map { "http://\($0)/" }) }
            case "AWS::CloudFront::Distribution":
                let domain = domain(of: observation.properties) ?? attributes.text("DomainName")
                set("url", domain.map { "https://\($0)/" })
                set("distribution", attributes.text("DomainName"))
            case "AWS::Route53::HostedZone":
                set("nameServers", attributes["NameServers"]?.texts.joined(separator: " "))
            case "AWS::RDS::DBInstance": set("database.\(region)", attributes.text("Endpoint.Address"))
            case "AWS::EKS::Cluster": set("cluster.\(region)", observation.physicalID)
            default: break
            }
        }
        return answers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The first of a distribution's own names; nil when it has none.
    private static func domain(of distribution: Value) -> String? {
        let aliases = distribution["Aliases"] ?? distribution["DistributionConfig"]?["Aliases"]
        return aliases?.texts.first ?? aliases?["Items"]?.texts.first
    }

    /// Tells them at the end of a run.
    static func tell(_ session: Session, _ output: TextOutput) {
        guard !session.options.has("json"), let recorded = try? session.store.recorded(session.spec.name) else {
            return
        }
        for answer in all(recorded) { output.result("\(answer.name) = \(answer.value)") }
    }
}
