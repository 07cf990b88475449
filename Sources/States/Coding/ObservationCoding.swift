import Diagnostics
import Documents
import Resources
import Values

/// The stored form of an observation.
enum ObservationCoding {
    static func text(of observation: ResourceObservation) -> String { JSON.text(of: value(of: observation)) }

    static func value(of observation: ResourceObservation) -> Value {
        let (status, reason): (String, String) =
            switch observation.status {
            case .ready: ("ready", "")
            case .pending(let reason): ("pending", reason)
            case .failed(let reason): ("failed", reason)
            case .deleting: ("deleting", "")
            }
        return [
            "status": .string(status), "reason": .string(reason), "properties": observation.properties,
            "attributes": observation.attributes, "phase": observation.phase.map(Value.int) ?? .null,
            "tags": .object(Members(observation.tags.map { ($0.key, .string($0.value)) })),
        ]
    }

    static func observation(
        _ text: String, address: String, generation: Int, kind: String, region: String, physicalID: String
    ) throws(Diagnostic) -> ResourceObservation {
        let value = try JSON.planValue(from: text, file: "state")
        let reason = value.text("reason") ?? ""
        let status: ResourceObservation.Status =
            switch value.text("status") {
            case "ready": .ready
            case "failed": .failed(reason)
            case "deleting": .deleting
            default: .pending(reason)
            }
        return ResourceObservation(
            address: Address(address), kind: Kind(kind), region: region, generation: generation,
            physicalID: physicalID, status: status, properties: value["properties"] ?? [:],
            attributes: value["attributes"] ?? [:],
            tags: Dictionary((value["tags"]?.members ?? Members()).map { ($0.name, $0.value.text ?? "") }) { $1 },
            phase: value.number("phase"))
    }
}
