import Blueprints
import Diagnostics
import Documents
import Planning
import Resources
import Specs
import TestSupport
import Testing
import Values

/// What holds for the graph of any valid spec, at each phase up to its own.
struct GraphTests {
    private struct Case {
        let spec: Spec
        let phase: Int
        let resources: [Resource]
        var name: String { "\(spec.name) phase \(phase)" }
    }

    private static let cases: [Case] = Seeds.range().flatMap { seed -> [Case] in
        var generator = SpecGenerator(seed: seed)
        let spec = generator.spec()
        return (0...spec.phase).map {
            Case(spec: spec, phase: $0, resources: Blueprint.resources(for: spec, phase: $0))
        }
    }

    /// Every string in a value, with the path of member names that leads there.
    private static func strings(_ value: Value, _ path: String = "") -> [(path: String, text: String)] {
        switch value {
        case .string(let text): [(path, text)]
        case .list(let elements), .template(let elements): elements.flatMap { strings($0, path) }
        case .object(let members): members.flatMap { strings($0.value, "\(path).\($0.name)") }
        default: []
        }
    }

    @Test func `generated specs are valid, and survive being written and read`() {
        for one in Self.cases where one.phase == one.spec.phase {
            let reading = SpecReader.read(Array(JSON.text(of: one.spec.value).utf8), file: "generated")
            #expect(reading.diagnostics.isEmpty, "\(reading.diagnostics)")
            #expect(reading.spec == one.spec)
            #expect(Blueprint.problems(of: one.spec).allSatisfy { $0.isWarning })
        }
    }

    @Test func `every address stands once and begins with the region that makes it`() {
        for one in Self.cases {
            #expect(Set(one.resources.map(\.address)).count == one.resources.count, "\(one.name)")
            for resource in one.resources {
                let scope = resource.address.scope
                #expect(resource.region == (scope == "global" ? "us-east-1" : scope), "\(resource.address)")
                #expect(resource.tags == one.spec.tags && (0...one.phase).contains(resource.phase))
            }
        }
    }

    @Test func `every reference leads to something, and none in a circle`() {
        for one in Self.cases {
            do throws(PlanProblems) {
                let sorted = try ReferenceOrder.sorted(ResourceGraph(one.resources))
                #expect(sorted.count == one.resources.count)
            } catch { Issue.record("\(one.name): \(error.diagnostics.map(\.message))") }
        }
    }

    @Test func `every name is one that AWS takes, and nothing else has it`() {
        for one in Self.cases {
            var taken: Set<String> = []
            for resource in one.resources {
                guard let rule = NameRules.rule(for: resource.kind) else { continue }
                let name = resource.properties.text(rule.property) ?? ""
                #expect(NameRules.isValid(name, rule), "\(resource.address): \(name)")
                let place = rule.isGlobal ? "" : resource.region
                let namespace = resource.properties.text("namespace") ?? ""
                #expect(
                    taken.insert("\(resource.kind) \(place) \(namespace) \(name)").inserted,
                    "\(resource.address): \(name) is taken")
            }
        }
    }

    @Test func `the world gets in at 80 and 443 of the front door, and nowhere else`() {
        let everybody = ["0.0.0.0/0", "::/0"]
        for one in Self.cases {
            for resource in one.resources {
                for (path, text) in Self.strings(resource.properties) where everybody.contains(text) {
                    let isRoute = resource.kind == "AWS::EC2::Route" && path == ".DestinationCidrBlock"
                    let isEgress = resource.kind == "AWS::EC2::SecurityGroupEgress"
                    let ports = ["FromPort", "ToPort"].map { resource.properties.number($0) ?? 0 }
                    let isFrontDoor =
                        resource.kind == "AWS::EC2::SecurityGroupIngress" && one.phase < 3
                        && ports[0] == ports[1] && [80, 443].contains(ports[0])
                        && resource.address.local.hasPrefix(one.phase == 0 ? "instance/" : "front-door/")
                    #expect(isRoute || isEgress && ports == [443, 443] || isFrontDoor, "\(resource.address)")
                }
            }
        }
    }

    @Test func `what keeps data is encrypted, and what answers is TLS where there is a name`() {
        var seen: Set<Kind> = []
        for one in Self.cases {
            for resource in one.resources {
                let properties = resource.properties
                let isEncrypted: Bool?
                switch resource.kind {
                case "AWS::EC2::Volume": isEncrypted = properties["Encrypted"] == true && Self.hasKey(properties)
                case "AWS::RDS::DBInstance":
                    isEncrypted =
                        (properties["StorageEncrypted"] == true || properties["SourceDBInstanceIdentifier"] != nil)
                        && Self.hasKey(properties) && properties["PubliclyAccessible"] == false
                case "AWS::ElastiCache::ReplicationGroup":
                    isEncrypted =
                        properties["AtRestEncryptionEnabled"] == true && Self.hasKey(properties)
                        && properties["TransitEncryptionMode"] == "required"
                case "AWS::SecretsManager::Secret", "AWS::Logs::LogGroup": isEncrypted = Self.hasKey(properties)
                case "AWS::KMS::Key": isEncrypted = properties["EnableKeyRotation"] == true
                case "AWS::EKS::Cluster":
                    isEncrypted = properties["encryptionConfig"]?.elements.first?["resources"] == ["secrets"]
                case "AWS::ECR::Repository": isEncrypted = properties["EncryptionConfiguration"] != nil
                case "AWS::ElasticLoadBalancingV2::Listener" where one.spec.domain != nil:
                    isEncrypted =
                        properties["Protocol"] == "HTTPS" && properties["SslPolicy"] != nil
                        || properties["DefaultActions"]?.elements.first?["Type"] == "redirect"
                case "AWS::CloudFront::Distribution":
                    isEncrypted =
                        properties["DefaultCacheBehavior"]?["ViewerProtocolPolicy"] == "redirect-to-https"
                        && properties["Origins"]?.elements.first?["OriginProtocolPolicy"] == "https-only"
                default: isEncrypted = nil
                }
                guard let isEncrypted else { continue }
                seen.insert(resource.kind)
                #expect(isEncrypted, "\(one.name): \(resource.address)")
            }
        }
        #expect(seen.count == 10)
    }

    private static func hasKey(_ properties: Value) -> Bool {
        guard case .reference(let key)? = properties["KmsKeyId"] else { return false }
        return key.address.hasSuffix("/keys/data")
    }

    @Test func `instances give credentials only to those who hold a token, and their disks are encrypted`() {
        var count = 0
        for one in Self.cases {
            for resource in one.resources {
                let data = resource.properties["LaunchTemplateData"] ?? resource.properties
                if resource.kind == "AWS::EKS::Nodegroup" { #expect(resource.properties["launchTemplate"] != nil) }
                guard ["AWS::EC2::Instance", "AWS::EC2::LaunchTemplate"].contains(resource.kind) else { continue }
                count += 1
                #expect(data["MetadataOptions"]?["HttpTokens"] == "required", "\(resource.address)")
                let disks = data["BlockDeviceMappings"]?.elements ?? []
                #expect(!disks.isEmpty && disks.allSatisfy { $0["Ebs"]?["Encrypted"] == true }, "\(resource.address)")
                #expect(data["KeyName"] == nil)
            }
        }
        #expect(count > 0)
    }

    /// Source: Service Authorization Reference, of ssmmessages, ec2messages, ecr and ssm.
    private static func knowsNoResource(_ action: String) -> Bool {
        ["ssmmessages:", "ec2messages:"].contains { action.hasPrefix($0) }
            || ["ecr:GetAuthorizationToken", "ssm:UpdateInstanceInformation"].contains(action)
    }

    @Test func `what holds data is protected and kept, and policies grant no more than they name`() {
        for one in Self.cases {
            for resource in one.resources {
                let isData =
                    resource.kind == "AWS::EC2::Volume"
                    || resource.kind == "AWS::RDS::DBInstance"
                        && resource.properties["SourceDBInstanceIdentifier"] == nil
                if isData {
                    #expect(resource.lifecycle.isProtected && resource.lifecycle.isKept, "\(resource.address)")
                }
                guard resource.kind == "AWS::IAM::RolePolicy" else { continue }
                for statement in resource.properties["PolicyDocument"]?["Statement"]?.elements ?? [] {
                    let actions = Self.strings(statement["Action"] ?? .null).map(\.text)
                    let places = Self.strings(statement["Resource"] ?? .null).map(\.text)
                    #expect(!actions.isEmpty && !actions.contains { $0 == "*" || $0.hasSuffix(":*") })
                    #expect(!places.isEmpty)
                    guard places.contains("*") else { continue }
                    // Only for looking, and for what knows no resources, and then in one region.
                    let looks = actions.compactMap { $0.split(separator: ":").last }
                    if looks.allSatisfy({ $0.hasPrefix("Describe") || $0.hasPrefix("Get") }), !looks.isEmpty,
                        actions.allSatisfy({ $0.hasPrefix("autoscaling:") || $0.hasPrefix("ec2:") })
                    {
                        continue
                    }
                    #expect(actions.allSatisfy(Self.knowsNoResource), "\(actions)")
                    #expect(statement["Condition"]?["StringEquals"]?["aws:RequestedRegion"] != nil)
                }
            }
        }
    }

    @Test func `no two networks or subnets of a platform overlap`() {
        for one in Self.cases {
            let ranges = one.resources.filter { $0.kind == "AWS::EC2::Subnet" }
                .compactMap { $0.properties.text("CidrBlock") }
            #expect(Set(ranges).count == ranges.count, "\(one.name): \(ranges)")
        }
    }
}
