import CloudCalls
import FakeAWS
import Values

extension Canary {
    /// Does its harm behind a call.
    func sing(_ request: AWSRequest, _ cloud: FakeCloud, _ time: any TimeSource) {
        switch (self, request.operation) {
        case (.twice, "CreateSecurityGroup"):
            let name = (request.input.text("GroupName") ?? "") + "-2"
            let input = request.input.merging(["GroupName": .string(name)])
            cloud.edit {
                _ = $0.handle(
                    service: request.service, operation: request.operation, region: request.region, input: input,
                    at: time.now())
            }
        case (.data, "CreateTargetGroup"), (.data, "CreateReplicationGroup"), (.data, "CreateDBInstanceReadReplica"):
            cloud.edit { cloud in
                let data = cloud.objects.keys.filter {
                    ["AWS::RDS::DBInstance", "AWS::EC2::Volume"].contains($0.type)
                }.sorted()
                for key in data { cloud.deleteByHand(key) }
            }
        case (.outage, "CreateCluster"), (.outage, "CreateReplicationGroup"),
            (.outage, "CreateDBInstanceReadReplica"):
            cloud.edit { cloud in
                for key in cloud.objects.keys.filter({ $0.type == "AWS::ElasticLoadBalancingV2::Listener" }).sorted() {
                    cloud.deleteByHand(key)
                }
            }
        default: break
        }
    }
}
