import Planning
import Resources
import Specs
import States
import Terminal
import Values

/// Where a platform answers, told at the end of a run.
enum Answers {
    static func tell(_ session: Session, _ output: TextOutput) {
        guard let recorded = try? session.store.recorded(session.spec.name) else { return }
        for record in recorded where !record.isKept {
            let observation = record.observation
            switch observation.kind.name {
            case "AWS::EC2::EIP" where observation.address.local == "instance/address":
                output.result("url = http://\(observation.attributes.text("PublicIp") ?? "")/")
            case "AWS::ElasticLoadBalancingV2::LoadBalancer":
                output.result("url = http://\(observation.attributes.text("DNSName") ?? "")/")
            case "AWS::CloudFront::Distribution":
                output.result(
                    "url = https://\(session.spec.domain ?? observation.attributes.text("DomainName") ?? "")/")
            default: break
            }
        }
    }
}
