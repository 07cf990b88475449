import AWSModels
import Values

/// Values that a shape allows, drawn from a seed.
struct GeneratedValues {
    private let operation: OperationModel
    private var random: SeededRandom
    /// Left out: RDS derives one from the other.
    private static let derived: Set<String> = ["SourceRegion", "PreSignedUrl"]

    /// Left out, too: the client makes S3's checksums of the body.
    static func isChecksum(_ name: String) -> Bool { name.hasPrefix("Checksum") || name == "ContentMD5" }

    init(_ operation: OperationModel, seed: UInt64) {
        self.operation = operation
        random = SeededRandom(seed: seed)
    }

    mutating func input() -> Value {
        operation.structure(operation.input).map { structure($0, depth: 0, isInput: true) } ?? [:]
    }

    mutating func output() -> Value {
        operation.structure(operation.output).map { structure($0, depth: 0, isInput: false) } ?? [:]
    }

    private mutating func structure(_ structure: StructureShape, depth: Int, isInput: Bool) -> Value {
        let isS3 = operation.metadata.service == "s3"
        var members = structure.members.filter {
            !Self.derived.contains($0.name) && !(isS3 && Self.isChecksum($0.name))
        }
        if structure.isUnion { members = members.isEmpty ? [] : [members[random.below(members.count)]] }
        var pairs: [(String, Value)] = []
        for member in members {
            let traits = member.reference.traits
            let isNeeded = structure.required.contains(member.name) || structure.isUnion || traits.isIdempotencyToken
            // What has a body has these, made up where nobody says them.
            let isBodys = isS3 && ["ContentType", "Metadata"].contains(member.name)
            guard isNeeded || isBodys || depth < 5 && random.chance(thousandths: depth == 0 ? 700 : 500) else {
                continue
            }
            if !isInput, traits.location == .statusCode { continue }
            pairs.append((member.name, value(member.reference, depth: depth, isInput: isInput)))
        }
        // A form can't hold an empty structure.
        if pairs.isEmpty, depth > 0, let member = members.first(where: isScalar) ?? (depth < 8 ? members.first : nil) {
            pairs.append((member.name, value(member.reference, depth: depth + 1, isInput: isInput)))
        }
        return .object(Members(pairs))
    }

    private func isScalar(_ member: StructureShape.Member) -> Bool {
        switch operation[member.reference].kind {
        case .structure, .list, .map: false
        default: true
        }
    }

    private mutating func value(_ reference: ShapeReference, depth: Int, isInput: Bool) -> Value {
        let traits = reference.traits
        switch operation[reference].kind {
        case .structure(let structure):
            if structure.isDocument { return ["any": ["thing": .list([1, true, "x"])]] }
            return self.structure(structure, depth: depth + 1, isInput: isInput)
        case .list(let element):
            let count = max(Int(traits.minimum ?? 0), 1 + random.below(3))
            if traits.location == .header { return .list((0..<count).map { .string("x\($0)") }) }
            return .list((0..<count).map { _ in value(element, depth: depth + 1, isInput: isInput) })
        case .map(let key, let entry):
            let names = (0..<max(Int(traits.minimum ?? 0), 1 + random.below(2))).map { "\(text(key.traits))\($0)" }
            if traits.location == .headers {
                return .object(Members(names.indices.map { ("name-\($0)", .string("x\(random.below(1_000_000))")) }))
            }
            return .object(
                Members(names.map { ($0, value(entry, depth: depth + 1, isInput: isInput)) }))
        case .string:
            var text = text(traits)
            // The client sends the last part of an id's path alone.
            if isInput, operation.metadata.service == "route53" { text.replace("/", with: "-") }
            return traits.isSecret ? .sensitive(Sensitive(text)) : .string(text)
        case .integer, .long: return .int(max(Int(traits.minimum ?? 0), random.below(100_000)))
        case .double, .float: return .double(Double(random.below(1000)) + 0.25)
        case .boolean: return .bool(random.below(2) == 1)
        case .timestamp: return .string("2026-0\(1 + random.below(9))-1\(random.below(9))T0\(random.below(9)):30:15Z")
        case .blob:
            let text = ["", "AAECAw==", "aGVsbG8="][1 + random.below(2)]
            return traits.isSecret ? .sensitive(Sensitive(text)) : .string(text)
        }
    }

    /// A text with what has to be escaped somewhere on the way; plain where it stands in head or path.
    private mutating func text(_ traits: Traits) -> String {
        let plain = "x\(random.below(1_000_000))"
        let least = max(0, Int(traits.minimum ?? 0) - plain.utf8.count)
        let padded = plain + String(repeating: "y", count: least)
        guard traits.location == nil, traits.payload == nil else { return padded }
        return padded + ["", "<&>\"'", " é+%/=.", "\n\t{}[]\\", "😀,;:?#"][random.below(5)] + "z"
    }
}
