import AWSModels
import AWSSigning

/// How each protocol words what is refused at the door, before any operation is looked at.
///
/// Source: "Common Errors" of the API references of IAM, EC2, S3, Secrets Manager and EKS.
enum DoorRefusal {
    static func failure(_ refusal: SignatureCheck.Refusal, _ wireProtocol: WireProtocol, isS3: Bool) -> ServedFailure {
        let isJSON = [.json, .restJSON].contains(wireProtocol)
        let status = wireProtocol == .json ? 400 : 403
        if wireProtocol == .ec2 { return ec2(refusal) }
        switch refusal {
        case .missing:
            if isS3 { return ServedFailure("AccessDenied", "Access Denied", status: 403) }
            return ServedFailure(
                isJSON ? "MissingAuthenticationTokenException" : "MissingAuthenticationToken",
                "Request is missing Authentication Token", status: status)
        case .incomplete:
            return ServedFailure(
                isJSON ? "IncompleteSignatureException" : "IncompleteSignature",
                "The Authorization of the request is not what Signature Version 4 makes.", status: status)
        case .unknownKey:
            if isS3 {
                return ServedFailure(
                    "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.",
                    status: 403)
            }
            return ServedFailure(
                isJSON ? "UnrecognizedClientException" : "InvalidClientTokenId",
                "The security token included in the request is invalid.", status: status)
        case .mismatch:
            return ServedFailure(
                isJSON ? "InvalidSignatureException" : "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                    + "Access Key and signing method. Consult the service documentation for details.", status: status)
        case .expired(let detail):
            if isS3 {
                return ServedFailure(
                    "RequestTimeTooSkewed",
                    "The difference between the request time and the current time is too large.", status: 403)
            }
            return ServedFailure(
                isJSON ? "InvalidSignatureException" : "SignatureDoesNotMatch", "Signature expired: \(detail)",
                status: status)
        }
    }

    /// EC2 has one code for whoever it can't recognise.
    private static func ec2(_ refusal: SignatureCheck.Refusal) -> ServedFailure {
        switch refusal {
        case .expired: ServedFailure("RequestExpired", "Request has expired.", status: 400)
        case .missing:
            ServedFailure("MissingParameter", "The request must contain the parameter AWSAccessKeyId", status: 400)
        default:
            ServedFailure(
                "AuthFailure", "AWS was not able to validate the provided access credentials", status: 401)
        }
    }

    /// An operation that a service does not have.
    static func unknownOperation(_ request: UnroutableRequest) -> ServedFailure {
        switch request.wireProtocol {
        case .ec2, .query:
            guard request.isNamed else {
                return ServedFailure("MissingAction", "The request must contain the parameter Action.", status: 400)
            }
            return ServedFailure(
                "InvalidAction", "The action \(request.operation) is not valid for this web service.", status: 400)
        case .json: return ServedFailure("UnknownOperationException", "", status: 400)
        case .restJSON, .restXML:
            return ServedFailure(
                "UnknownOperationException", "\(request.operation) is no operation of this service.", status: 404)
        }
    }

    /// A call whose time was over before it was begun.
    static func late(_ wireProtocol: WireProtocol) -> ServedFailure {
        ServedFailure(
            [.json, .restJSON].contains(wireProtocol) ? "RequestTimeoutException" : "RequestTimeout",
            "The time that the client gave the call was over before it was begun; it had no effect.", status: 400)
    }

    /// An input that can't be read.
    static func unreadable(_ wireProtocol: WireProtocol, _ detail: String) -> ServedFailure {
        switch wireProtocol {
        case .ec2: ServedFailure("InvalidParameterValue", "Invalid value: \(detail)", status: 400)
        case .query: ServedFailure("MalformedInput", "The input can't be read: \(detail)", status: 400)
        case .restXML: ServedFailure("MalformedInput", "The input can't be read: \(detail)", status: 400)
        case .json, .restJSON:
            ServedFailure("SerializationException", "The input can't be read: \(detail)", status: 400)
        }
    }
}
