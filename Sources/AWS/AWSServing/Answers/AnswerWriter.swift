import AWSModels
import AWSProtocols
import Digests
import HTTPMessages
import Values

/// Writes an operation's output: `ResponseDecoder` turned around.
struct AnswerWriter {
    private let operation: OperationModel

    init(_ operation: OperationModel) { self.operation = operation }

    func response(_ output: Value, requestID: String) -> HTTPResponse {
        var response = HTTPResponse(status: operation.responseStatus)
        response.headers["x-amzn-RequestId"] = requestID
        switch operation.metadata.wireProtocol {
        case .json:
            response.headers["Content-Type"] = "application/x-amz-json-\(operation.metadata.jsonVersion)"
            var body = JSONBody(operation)
            // An operation without output answers an empty body.
            if let reference = operation.output { body.write(output, reference) }
            response.body = body.bytes
        case .query, .ec2:
            response.headers["Content-Type"] = "text/xml;charset=UTF-8"
            response.body = XMLAnswer(operation).bytes(output, requestID: requestID)
        case .restJSON, .restXML:
            guard let reference = operation.output, let structure = operation.structure(reference) else { break }
            addHead(output, structure, to: &response)
            addBody(output, reference, structure, to: &response)
        }
        return response
    }

    private func addHead(_ output: Value, _ structure: StructureShape, to response: inout HTTPResponse) {
        for member in structure.members {
            guard let value = output[member.name], !value.isNull else { continue }
            let traits = member.reference.traits
            switch traits.location {
            case .header:
                let text = FieldText(operation).header(value, member.reference)
                response.headers[traits.locationName ?? member.name] = text
            case .headers:
                for one in value.members {
                    response.headers[(traits.locationName ?? "") + one.name] = ScalarText.plain(one.value)
                }
            case .statusCode: response.status = value.number ?? response.status
            case .uri, .querystring, nil: break
            }
        }
    }

    private func addBody(
        _ output: Value, _ reference: ShapeReference, _ structure: StructureShape, to response: inout HTTPResponse
    ) {
        let isJSON = operation.metadata.wireProtocol == .restJSON
        if operation.metadata.service == "s3", operation.name == "GetBucketLocation" {
            // The text stands in the outermost element, which the model does not tell (GetBucketLocation, S3 API reference).
            let region = XMLAnswer.escaped(output.text("LocationConstraint") ?? "")
            response.body = Array(
                (#"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"
                    + #"<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">"#
                    + "\(region)</LocationConstraint>").utf8)
            response.headers["Content-Type"] = "application/xml"
            return
        }
        if let payload = reference.traits.payload.flatMap(structure.member) {
            guard let value = output[payload.name], !value.isNull else { return }
            switch operation[payload.reference].kind {
            case .blob: response.body = Base64.decode(ScalarText.plain(value)) ?? []
            case .string: response.body = Array(ScalarText.plain(value).utf8)
            default:
                if isJSON {
                    var body = JSONBody(operation)
                    body.write(value, payload.reference)
                    response.body = body.bytes
                } else {
                    let name = payload.reference.traits.locationName ?? operation[payload.reference].name
                    response.body = XMLAnswer.document(operation) { xml in
                        xml.write(value, payload.reference, name)
                    }
                }
            }
        } else {
            let isInBody: (StructureShape.Member) -> Bool = { $0.reference.traits.isInAnswerBody }
            guard structure.members.contains(where: isInBody) else { return }
            if isJSON {
                var body = JSONBody(operation)
                body.write(output, structure, isInBody)
                response.body = body.bytes
            } else {
                response.body = XMLAnswer.document(operation) { xml in
                    xml.write(output, structure, reference.traits, operation[reference].name, isInBody)
                }
            }
        }
        if response.headers["Content-Type"] == nil {
            response.headers["Content-Type"] = isJSON ? "application/json" : "text/xml"
        }
    }
}
