/// Whether the body is part of the signature.
public enum PayloadSigning: Sendable {
    /// The body's SHA-256.
    case signed
    /// `UNSIGNED-PAYLOAD`; over plain `http` the body is signed all the same, since nothing else protects it.
    case unsigned
}
