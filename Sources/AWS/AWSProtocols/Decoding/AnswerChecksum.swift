import Digests
import HTTPMessages

/// The checksum that an answer brings of its body (Smithy 2.0, `aws.protocols#httpChecksum`).
enum AnswerChecksum {
    /// Throws when a checksum of an algorithm that is known here is not the body's.
    static func check(_ response: HTTPResponse) throws(UnreadableAnswer) {
        // A part of an object comes with the checksum of the whole.
        if response.status == 206 { return }
        for (name, checksum) in ChecksumAlgorithm.all {
            guard let told = response.headers["x-amz-checksum-\(name)"] else { continue }
            // An object uploaded in parts has a checksum of checksums, which ends with their count.
            if told.contains("-") { return }
            guard told == Base64.encode(checksum(response.body)) else {
                throw UnreadableAnswer("a body whose \(name) is not the one that came with it")
            }
            return
        }
    }
}
