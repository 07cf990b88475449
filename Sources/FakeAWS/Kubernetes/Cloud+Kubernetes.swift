public import CloudCalls
public import Values

extension Cloud {
    /// Handles one call of a cluster's API at a moment.
    public mutating func handle(_ request: KubernetesRequest, at moment: Instant) -> Answer {
        advance(to: moment)
        let latency = TimeSpan.milliseconds(30)
        let cluster = request.cluster
        guard !faults.cutRegions.contains(cluster.region) else {
            return Answer(
                latency: .seconds(5),
                result: .failure(AWSError("Transport.ConnectTimeout", "\(cluster.region) does not answer.").of(request))
            )
        }
        do throws(AWSError) {
            return Answer(
                latency: latency, result: .success(try KubernetesAPI.answer(request.verb, in: cluster, &self)))
        } catch {
            return Answer(latency: latency, result: .failure(error.of(request)))
        }
    }
}
