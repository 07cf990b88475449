import Diagnostics
import Documents
public import Planning
import Resources
import Values

/// What a state knows of one platform, outside of the state: the content of an exported file.
public struct ExportedState: Sendable, Hashable {
    /// The version of the file's form.
    public static let formatVersion = 1

    public var platform: PlatformRow
    public var resources: [RecordedResource]

    init(platform: PlatformRow, resources: [RecordedResource]) {
        self.platform = platform
        self.resources = resources
    }

    /// Reads an exported file.
    /// - Throws: `StateError` with code `state.badExport`.
    public init(_ bytes: [UInt8], file: String) throws(StateError) {
        func bad(_ why: String) -> StateError {
            StateError(
                "state.badExport", "\(file) is no exported state: \(why).", hint: "Make one with `state export`.")
        }
        let value: Value
        do throws(Diagnostic) { value = try JSON.value(from: bytes, file: file) } catch { throw bad(error.message) }
        guard value.number("exportedState") == Self.formatVersion else {
            throw bad("it says no version that this program reads (\(Self.formatVersion))")
        }
        guard let name = value.text("platform"), let account = value.text("account"),
            let provider = value.text("provider"), let serial = value.number("serial")
        else { throw bad("it lacks the platform's name, account, provider or serial") }
        platform = PlatformRow(
            name: name, account: account, provider: provider, phase: value.number("phase"), serial: serial)
        resources = []
        for one in value["resources"]?.elements ?? [] {
            guard let address = one.text("address"), let kind = one.text("kind"), let region = one.text("region") else {
                throw bad("a resource lacks its address, kind or region")
            }
            do throws(Diagnostic) {
                let observation = try ObservationCoding.observation(
                    JSON.text(of: one["observation"] ?? [:]), address: address,
                    generation: one.number("generation") ?? 0, kind: kind, region: region,
                    physicalID: one.text("id") ?? "")
                resources.append(
                    RecordedResource(
                        observation: observation, references: (one["uses"]?.texts ?? []).map { Address($0) },
                        inputHash: one.text("inputHash") ?? "", isKept: one["kept"]?.flag == true,
                        isDeposed: one["deposed"]?.flag == true, provenContent: one["provenContent"]))
            } catch {
                throw bad(error.message)
            }
        }
    }

    /// The file's text.
    var text: String {
        JSON.pretty([
            "exportedState": .int(Self.formatVersion), "platform": .string(platform.name),
            "account": .string(platform.account), "provider": .string(platform.provider),
            "phase": platform.phase.map(Value.int) ?? .null, "serial": .int(platform.serial),
            "resources": .list(
                resources.map { record in
                    let observation = record.observation
                    var value: Value = [
                        "address": .string(observation.address.text), "kind": .string(observation.kind.name),
                        "region": .string(observation.region), "generation": .int(observation.generation),
                        "id": .string(observation.physicalID), "uses": .strings(record.references.map(\.text)),
                        "inputHash": .string(record.inputHash), "kept": .bool(record.isKept),
                        "deposed": .bool(record.isDeposed), "observation": ObservationCoding.value(of: observation),
                    ]
                    value["provenContent"] = record.provenContent
                    return value
                }),
        ])
    }
}
