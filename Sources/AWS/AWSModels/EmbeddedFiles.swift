import CAWSModels

/// The data files that the program carries in itself: AWS's service models, endpoint rules and partitions.
public enum EmbeddedFiles {
    /// SHA-256 over the files' names and bytes, as the script that wrote them worked it out.
    public static let digest = AWS_MODELS_DIGEST
    /// The release of botocore that the files were made from.
    public static let source = "botocore \(AWS_MODELS_BOTOCORE)"

    /// The names of all files, sorted, for example `ec2.model`.
    public static var names: [String] {
        (0..<aws_model_file_count).compactMap { aws_model_file_at($0).map { String(cString: $0.pointee.name) } }
    }

    /// A copy of a file's bytes; nil when there is none of that name.
    public static func bytes(_ name: String) -> [UInt8]? {
        for index in 0..<aws_model_file_count {
            guard let file = aws_model_file_at(index)?.pointee, String(cString: file.name) == name else { continue }
            return Array(UnsafeBufferPointer(start: file.bytes, count: file.size))
        }
        return nil
    }
}
