public import AWSSigning
public import CloudCalls

/// Knows whom a server lets in.
public protocol Doorkeeper: Sendable {
    /// Who has an access key; nil when nobody has.
    func entrant(_ accessKeyID: String) -> Entrant?
}

/// Somebody who may come in, and what answers to them.
public struct Entrant: Sendable {
    public let credentials: Credentials
    /// Answers as far as they may ask.
    public let calls: any AWSCalls

    public init(credentials: Credentials, calls: any AWSCalls) {
        self.credentials = credentials
        self.calls = calls
    }
}

/// Lets in who has the one key pair, to everything.
struct OneKey: Doorkeeper {
    let credentials: Credentials
    let calls: any AWSCalls

    func entrant(_ accessKeyID: String) -> Entrant? {
        accessKeyID == credentials.accessKeyID ? Entrant(credentials: credentials, calls: calls) : nil
    }
}
