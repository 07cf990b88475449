import AWSKinds
import Blueprints
import Digests
import Documents
import Planning
import Providers
import Resources
import Specs
import Values

/// A cloud on paper: what a plan leaves behind when every step does exactly what it says.
///
/// It notes where a plan would make something before what it refers to, or delete what something still refers to.
struct PaperCloud {
    private struct Key: Hashable, Comparable {
        let address: Address
        let generation: Int

        static func < (left: Key, right: Key) -> Bool {
            (left.address, left.generation) < (right.address, right.generation)
        }
    }

    private struct Object {
        var observation: ResourceObservation
        var record: RecordedResource?
        /// What its properties meant when they were last written.
        var uses: Set<Key> = []
        var version = 1
    }

    private var objects: [Key: Object] = [:]
    private var newest: [Address: Int] = [:]
    /// Which attributes somebody may ask of an address.
    private var attributes: [Address: Set<String>] = [:]

    /// - Parameter specs: those whose blueprints will be planned on this cloud.
    init(_ specs: [Spec]) {
        for spec in specs {
            for phase in 0...4 {
                for resource in Blueprint.graph(for: spec, phase: phase).resources {
                    resource.properties.forEachReference {
                        attributes[Address($0.address), default: []].insert($0.attribute)
                    }
                }
            }
        }
    }

    var observed: [ResourceObservation] { objects.keys.sorted().compactMap { objects[$0]?.observation } }
    var recorded: [RecordedResource] { objects.keys.sorted().compactMap { objects[$0]?.record } }
    var addresses: Set<Address> { Set(newest.keys) }
    var kept: Set<Address> { Set(recorded.filter(\.isKept).map(\.observation.address)) }

    /// Somebody changes a resource by hand.
    mutating func change(_ address: Address, _ body: (inout ResourceObservation) -> Void) {
        guard let generation = newest[address] else { return }
        let key = Key(address: address, generation: generation)
        guard var object = objects[key] else { return }
        body(&object.observation)
        objects[key] = object
    }

    /// State is lost; the cloud stays.
    mutating func forget() {
        for key in objects.keys { objects[key]?.record = nil }
    }

    // MARK: Carrying out a plan

    /// Carries out a plan, and gives what was wrong with its order.
    mutating func carryOut(_ plan: Plan) -> [String] {
        var problems: [String] = []
        var order = PlanOrder(plan)
        for (index, step) in plan.steps.enumerated() {
            switch step.action {
            case .create, .update: write(step, index, &order, &problems)
            case .delete: delete(step, index, &order, &problems)
            case .adopt: record(step, isKept: false)
            case .keep: record(step, isKept: true)
            case .forget: forget(step)
            }
        }
        return problems
    }

    private mutating func forget(_ step: Step) {
        let key = Key(address: step.address, generation: step.generation)
        objects[key]?.record = nil
        // Of what was done nothing stays to be seen.
        guard AllKinds.schemas[step.kind]?.isAction == true else { return }
        objects[key] = nil
        newest[step.address] = nil
    }

    private mutating func write(_ step: Step, _ index: Int, _ order: inout PlanOrder, _ problems: inout [String]) {
        var uses: Set<Key> = []
        step.properties.forEachReference { reference in
            let address = Address(reference.address)
            guard let generation = newest[address] else {
                problems.append("\(step.id) comes before \(address) exists")
                return
            }
            uses.insert(Key(address: address, generation: generation))
        }
        for use in uses where !order.waits(index, forWriterOf: use.address) {
            problems.append("\(step.id) does not wait for what makes \(use.address)")
        }
        let resolved = step.properties.resolved { value(of: $0) } ?? step.properties
        let key = Key(address: step.address, generation: step.generation)
        var version = 1
        if step.action == .create {
            if let old = objects[key], old.observation.status != .deleting {
                problems.append("\(step.id) makes a second one")
            }
        } else if let old = objects[key] {
            version = old.version + 1
        } else {
            problems.append("\(step.id) changes what does not exist")
        }
        newest[step.address] = max(newest[step.address] ?? 0, step.generation)
        let observation = observation(step, resolved, version)
        let record = RecordedResource(
            observation: observation, references: references(step.properties),
            inputHash: SHA256Digest.hex(JSON.text(of: resolved)))
        objects[key] = Object(observation: observation, record: record, uses: uses, version: version)
        for older in objects.keys where older.address == key.address && older.generation < key.generation {
            objects[older]?.record?.isDeposed = true
        }
        order.wrote(step.address, index)
    }

    private func references(_ properties: Value) -> [Address] {
        var addresses: Set<Address> = []
        properties.forEachReference { addresses.insert(Address($0.address)) }
        return addresses.sorted()
    }

    private func value(of reference: Reference) -> Value? {
        let address = Address(reference.address)
        return newest[address].flatMap { objects[Key(address: address, generation: $0)] }?
            .observation.attributes[reference.attribute]
    }

    /// What reading the resource back would say.
    private func observation(_ step: Step, _ resolved: Value, _ version: Int) -> ResourceObservation {
        let driver = AllKinds.byKind[step.kind]
        var properties = driver?.normalized(resolved) ?? resolved
        for rule in driver?.schema.rules ?? [] where rule.effect == .writeOnly { properties[rule.property] = nil }
        if let schema = driver?.schema {
            properties = GenerationName.applied(to: properties, schema, step.generation)
        }
        let id = "id-\(step.address)-\(step.generation)"
        var attributes: Value = [:]
        for name in self.attributes[step.address, default: []].sorted() {
            let changes = driver?.schema.changingAttributes.contains(name) == true
            attributes[name] = .string("\(id):\(name)" + (changes ? ":\(version)" : ""))
        }
        return ResourceObservation(
            address: step.address, kind: step.kind, region: step.region, generation: step.generation, physicalID: id,
            status: .ready, properties: properties, attributes: attributes,
            tags: driver?.schema.identity == .naturalKey ? [:] : step.tags, phase: step.phase)
    }

    private mutating func delete(_ step: Step, _ index: Int, _ order: inout PlanOrder, _ problems: inout [String]) {
        let key = Key(address: step.address, generation: step.generation)
        guard objects[key] != nil else {
            problems.append("\(step.id) deletes what does not exist")
            return
        }
        // An instance or gateway that goes leaves whatever pointed at it dangling; AWS does not hold it back.
        let letsGo = step.isReplacement && ["AWS::EC2::Instance", "AWS::EC2::NatGateway"].contains(step.kind)
        for user in objects.keys.sorted() where !letsGo && user != key && objects[user]?.uses.contains(key) == true {
            problems.append("\(step.id) comes while \(user.address)#\(user.generation) still uses it")
        }
        for former in order.formerUsers(of: step.address) where !order.waits(index, for: former) {
            problems.append("\(step.id) does not wait for \(former)")
        }
        order.released(objects[key]?.uses.map(\.address) ?? [], index)
        objects[key] = nil
        let left = objects.keys.filter { $0.address == step.address }.map(\.generation).max()
        newest[step.address] = left
    }

    private mutating func record(_ step: Step, isKept: Bool) {
        let key = Key(address: step.address, generation: step.generation)
        guard var object = objects[key] else { return }
        object.record = RecordedResource(
            observation: object.observation,
            references: step.action == .keep ? step.uses : references(step.properties) + step.uses,
            inputHash: object.record?.inputHash ?? "", isKept: isKept)
        objects[key] = object
    }
}
