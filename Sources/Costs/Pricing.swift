import Resources
import Values

/// What resources cost by what is held of them; what is billed by use is named, not guessed.
struct Pricing {
    let prices: PriceList
    let holdings: [Holding]

    func line(_ one: Holding) -> CostLine {
        var line = CostLine(one.address)
        let properties = one.properties
        func add(_ number: Int, _ item: String) {
            guard number > 0 else { return }
            guard let (price, isBorrowed) = prices.price(item, in: one.region) else {
                if !line.unknown.contains(item) { line.unknown.append(item) }
                return
            }
            line.nanos += number * price.monthly
            line.isUnverified = line.isUnverified || isBorrowed || !price.isVerified
            line.parts.append(number == 1 ? item : "\(number) x \(item)")
        }
        switch one.kind.name {
        case "AWS::EC2::Instance": machines(1, properties, add)
        case "AWS::AutoScaling::AutoScalingGroup":
            let number = properties.number("DesiredCapacity") ?? properties.number("MinSize") ?? 0
            let template = found(properties["LaunchTemplate"]?["LaunchTemplateId"], "LaunchTemplateId")
            machines(number, template?["LaunchTemplateData"] ?? [:], add)
        case "AWS::EKS::Nodegroup":
            let number =
                properties["scalingConfig"]?.number("desiredSize") ?? properties["scalingConfig"]?.number("minSize")
            add(number ?? 0, "ec2.\(properties["instanceTypes"]?.texts.first ?? "")")
            // EKS API reference, CreateNodegroup: 20 GiB where nothing else is said.
            add((number ?? 0) * (properties.number("diskSize") ?? 20), "ebs.gp3")
        case "AWS::EC2::Volume": add(properties.number("Size") ?? 0, "ebs.\(properties.text("VolumeType") ?? "gp3")")
        case "AWS::RDS::DBInstance": database(properties, add)
        case "AWS::RDS::BlueGreenDeployment":
            // The green copy has the class, the standby and the storage of the blue one (RDS user guide, "Overview of
            // Amazon RDS Blue/Green Deployments").
            if let source = found(properties["Source"], "DBInstanceArn") { database(source, add) }
        case "AWS::ElastiCache::ReplicationGroup":
            let engine = properties.text("Engine") ?? "valkey"
            add(
                properties.number("NumCacheClusters") ?? 1,
                "elasticache.\(engine).\(properties.text("CacheNodeType") ?? "")")
        case "AWS::ElasticLoadBalancingV2::LoadBalancer":
            add(1, "load-balancer")
            if properties.text("Scheme") != "internal" {
                add(properties["Subnets"]?.elements.count ?? 0, "public-ipv4")
            }
        default: if let item = Self.plain[one.kind.name] { add(1, item) }
        }
        line.use = Self.uses[one.kind.name] ?? ""
        return line
    }

    /// A database with its standby and its storage.
    private func database(_ properties: Value, _ add: (Int, String) -> Void) {
        let places = properties["MultiAZ"]?.flag == true ? 2 : 1
        add(places, "rds.postgres.\(properties.text("DBInstanceClass") ?? "")")
        // A replica has the size of what it copies.
        let source = found(properties["SourceDBInstanceIdentifier"], "DBInstanceArn")
        let size = properties.number("AllocatedStorage") ?? source?.number("AllocatedStorage") ?? 0
        add(places * size, "rds.\(properties.text("StorageType") ?? "gp3")")
    }

    /// Instances with the volumes that they boot from.
    private func machines(_ number: Int, _ properties: Value, _ add: (Int, String) -> Void) {
        add(number, "ec2.\(properties.text("InstanceType") ?? "")")
        for mapping in properties["BlockDeviceMappings"]?.elements ?? [] {
            let volume = mapping["Ebs"] ?? [:]
            add(number * (volume.number("VolumeSize") ?? 0), "ebs.\(volume.text("VolumeType") ?? "gp3")")
        }
    }

    /// The properties of what a value refers to: by address in what is wanted, by identifier in what was seen.
    private func found(_ value: Value?, _ attribute: String) -> Value? {
        switch value {
        case .reference(let reference)?:
            holdings.first { $0.address.text == reference.address }?.properties
        case .string(let text)?: holdings.first { $0.attributes.text(attribute) == text }?.properties
        default: nil
        }
    }

    /// Kinds that cost the same whatever their properties are.
    private static let plain = [
        "AWS::EKS::Cluster": "eks-cluster", "AWS::EC2::NatGateway": "nat-gateway", "AWS::EC2::EIP": "public-ipv4",
        "AWS::KMS::Key": "kms-key", "AWS::SecretsManager::Secret": "secret", "AWS::CloudWatch::Alarm": "alarm",
        "AWS::Route53::HostedZone": "hosted-zone", "AWS::Route53::HealthCheck": "health-check",
    ]

    private static let uses = [
        "AWS::EC2::NatGateway": "data through NAT gateways",
        "AWS::ElasticLoadBalancingV2::LoadBalancer": "load balancer units",
        "AWS::CloudFront::Distribution": "CDN traffic",
        "AWS::ECR::Repository": "stored images", "AWS::Logs::LogGroup": "logs",
        "AWS::Route53::HostedZone": "DNS queries",
        "AWS::EC2::VPCPeeringConnection": "data between regions",
    ]
}
