import AWSModels
import Digests
import HTTPMessages
import Values

/// The checksum of a body, where the operation takes one (Smithy 2.0, `aws.protocols#httpChecksum`).
struct RequestChecksum {
    private let operation: OperationModel
    private let input: Value

    init(_ operation: OperationModel, _ input: Value) {
        self.operation = operation
        self.input = input
    }

    /// Adds the header; a problem when the caller asks for an algorithm that is not known here.
    func add(to request: inout HTTPRequest) -> ParameterProblem? {
        guard let trait = operation.checksum else { return nil }
        let isGiven = request.headers.fields.contains {
            let name = $0.name.lowercased()
            return name == "content-md5" || name.hasPrefix("x-amz-checksum-") && name != "x-amz-checksum-type"
        }
        if isGiven { return nil }
        guard let member = trait.algorithmMember else {
            request.headers["Content-MD5"] = Base64.encode(MessageDigest.md5(request.body))
            return nil
        }
        let asked = input.text(member)
        // botocore, "request_checksum_calculation = when_supported": CRC32 unless the caller says otherwise.
        if asked == nil, let name = headerName(of: member) { request.headers[name] = "CRC32" }
        switch asked ?? "CRC32" {
        case "CRC32":
            let sum = CRC32.checksum(request.body)
            let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> UInt32($0)) }
            request.headers["x-amz-checksum-crc32"] = Base64.encode(bytes)
        case "SHA1": request.headers["x-amz-checksum-sha1"] = Base64.encode(MessageDigest.sha1(request.body))
        case "SHA256": request.headers["x-amz-checksum-sha256"] = Base64.encode(MessageDigest.sha256(request.body))
        default: return ParameterProblem(path: member, message: "must be CRC32, SHA1 or SHA256")
        }
        return nil
    }

    private func headerName(of member: String) -> String? {
        let traits = operation.structure(operation.input)?.member(member)?.reference.traits
        return traits?.location == .header ? traits?.locationName : nil
    }
}
