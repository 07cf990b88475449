public import CloudCalls
public import HTTPClient

/// Failures on the way, as callers of AWS see them.
public enum TransportFailure {
    public static func error(_ failure: HTTPError) -> AWSError {
        let origin: String =
            switch failure.kind {
            // Trying again changes nothing about these.
            case .invalidRequest, .untrustedCertificate, .tooLarge, .cancelled, .internalFailure: "Client"
            default: "Transport"
            }
        return AWSError(
            "\(origin).\(failure.kind.rawValue)", failure.description,
            effect: failure.mayHaveArrived ? .unknown : .none)
    }
}
