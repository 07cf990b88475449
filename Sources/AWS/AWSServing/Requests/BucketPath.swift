import AWSModels
import HTTPMessages

/// The path of a request: for S3 the bucket is its first part, which the operations' own paths leave out.
///
/// Source: S3 user guide, "Path-style requests"; clients use them where the endpoint is an address.
struct BucketPath {
    private let bucket: String?
    private let isS3: Bool
    /// What the operation's path is held against.
    let rest: String

    init(_ path: String, _ metadata: ServiceMetadata) {
        isS3 = metadata.service == "s3"
        guard isS3 else {
            bucket = nil
            rest = path
            return
        }
        let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: true)
        bucket = parts.first.map { PercentEncoding.decode($0) }
        rest = parts.count == 2 ? "/" + parts[1] : "/"
    }

    /// Whether an operation is about a bucket just when the path names one.
    func suits(_ operation: OperationModel) -> Bool {
        guard isS3 else { return true }
        return (operation.structure(operation.input)?.member("Bucket") != nil) == (bucket != nil)
    }

    func labels(_ labels: [String: String]) -> [String: String] {
        guard let bucket else { return labels }
        return labels.merging(["Bucket": bucket]) { own, _ in own }
    }
}
