import Providers
import Values

/// How long one attempt at a call may take effect.
enum CallLimit {
    static let attempt = CloudAccess.attemptLimit
}
