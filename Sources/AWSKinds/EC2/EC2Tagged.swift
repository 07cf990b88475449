import CloudCalls
import Providers

/// A kind whose tags EC2's own operations write, whatever else is known of the object.
protocol EC2Tagged: KindDriver {}

extension EC2Tagged {
    func claim(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Bool {
        try await EC2Tags.claim(target, cloud)
        return true
    }

    func release(_ target: Target, _ cloud: CloudAccess) async throws(AWSError) -> Bool {
        try await EC2Tags.release(target, cloud)
        return true
    }
}
