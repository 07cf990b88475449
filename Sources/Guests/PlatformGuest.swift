public import FakeAWS
import Values

/// What our documents and boot scripts do on a machine of the fake cloud, in the large; the scripts themselves are proven
/// against real PostgreSQL servers.
///
/// It knows a document by the end of its name and by its parameters.
public struct PlatformGuest: Guest {
    public init() {}

    /// A Compose file with a database of its own makes its services' database; the others name one of RDS.
    public func database(bootedBy script: String, disk: String?) -> String? {
        waitsForDisk(bootedBy: script) ? Self.container(disk) : nil
    }

    public func waitsForDisk(bootedBy script: String) -> Bool { script.contains("/data/postgresql:") }

    /// The rows lie on the disk, whichever machine has it.
    private static func container(_ disk: String?) -> String { "container \(disk ?? "without a disk")" }

    public func woken(by timer: String, on machine: String, in region: String, _ cloud: inout Cloud) {
        let names = timer.split(separator: "|").map(String.init)
        guard names.count == 2 else { return }
        RowsMove(from: names[0], to: names[1], machine: machine, region: region).release(&cloud)
    }

    public func run(_ command: GuestCommand, on cloud: inout Cloud) -> GuestAnswer {
        guard command.document.hasSuffix("-rows") else {
            return GuestAnswer(output: "", error: "no document of ours", duration: .seconds(1))
        }
        guard let managed = cloud.database(at: command.parameters["Host"] ?? "", in: command.region) else {
            return GuestAnswer(output: "", error: "the managed database does not answer", duration: .seconds(10))
        }
        let container = Self.container(cloud.dataDisk(of: command.machine, in: command.region))
        let isUp = command.parameters["From"] == "container"
        let move = RowsMove(
            from: isUp ? container : managed, to: isUp ? managed : container, machine: command.machine,
            region: command.region)
        return move.run(command.parameters["Step"] ?? "", command.parameters["Action"] ?? "", &cloud)
    }
}
