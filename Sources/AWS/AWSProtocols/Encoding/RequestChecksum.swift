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
        if let member = trait.validationMember, input[member] == nil, let name = headerName(of: member) {
            request.headers[name] = "ENABLED"
        }
        let isGiven = request.headers.fields.contains {
            let name = $0.name.lowercased()
            return name == "content-md5"
                || name.hasPrefix("x-amz-checksum-") && !["x-amz-checksum-type", "x-amz-checksum-mode"].contains(name)
        }
        if isGiven { return nil }
        guard let member = trait.algorithmMember else {
            guard trait.isRequired else { return nil }
            request.headers["Content-MD5"] = Base64.encode(MessageDigest.md5(request.body))
            return nil
        }
        let asked = input.text(member)
        // botocore, "request_checksum_calculation = when_supported": CRC32 unless the caller says otherwise.
        if asked == nil, let name = headerName(of: member) { request.headers[name] = "CRC32" }
        let name = (asked ?? "CRC32").lowercased()
        guard let algorithm = ChecksumAlgorithm.all.first(where: { $0.name == name }) else {
            return ParameterProblem(path: member, message: "must be CRC32, SHA1 or SHA256")
        }
        request.headers["x-amz-checksum-\(name)"] = Base64.encode(algorithm.checksum(request.body))
        return nil
    }

    private func headerName(of member: String) -> String? {
        let traits = operation.structure(operation.input)?.member(member)?.reference.traits
        return traits?.location == .header ? traits?.locationName : nil
    }
}
