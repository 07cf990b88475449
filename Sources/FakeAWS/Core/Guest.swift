public import Values

/// What runs on the machines of a fake cloud, given from outside: AWS knows nothing of it.
///
/// It knows boot scripts and documents, as a machine does, and no specs. What it changes is the data that it keeps
/// (`Cloud+Rows`) and where its machine's services find their database.
public protocol Guest: Sendable {
    /// The database of the services on a machine that has booted with a script; nil for the platform's managed one.
    /// - Parameter disk: the volume for data that is attached to the machine; nil for none.
    func database(bootedBy script: String, disk: String?) -> String?

    /// Whether the boot script does not end before a volume for data is attached.
    func waitsForDisk(bootedBy script: String) -> Bool

    /// Runs a document on a machine; called at the moment when the machine's agent begins with it.
    func run(_ command: GuestCommand, on cloud: inout Cloud) -> GuestAnswer

    /// A machine's timer has run out, see `Cloud.setTimer`.
    func woken(by timer: String, on machine: String, in region: String, _ cloud: inout Cloud)
}

/// A document that a machine's agent was told to run.
public struct GuestCommand: Sendable, Hashable {
    public let document: String
    /// By parameter; of lists the first element.
    public let parameters: [String: String]
    /// The instance's id.
    public let machine: String
    public let region: String
}

/// How it went on the machine.
public struct GuestAnswer: Sendable, Hashable {
    public var output: String
    /// What stands in the error stream; not empty exactly when it failed.
    public var error: String
    public var duration: TimeSpan
    /// It has not ended then: the machine goes on, and `run` is called again.
    public var goesOn: Bool

    public init(output: String, error: String = "", duration: TimeSpan, goesOn: Bool = false) {
        self.output = output
        self.error = error
        self.duration = duration
        self.goesOn = goesOn
    }
}

/// Machines that nobody has said anything about: each command ends at once and changes nothing.
public struct PlainGuest: Guest {
    public init() {}
    public func database(bootedBy script: String, disk: String?) -> String? { nil }
    public func waitsForDisk(bootedBy script: String) -> Bool { false }
    public func run(_ command: GuestCommand, on cloud: inout Cloud) -> GuestAnswer {
        GuestAnswer(output: "", duration: .seconds(1))
    }
    public func woken(by timer: String, on machine: String, in region: String, _ cloud: inout Cloud) {}
}
