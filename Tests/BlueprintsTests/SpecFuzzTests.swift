import Blueprints
import Diagnostics
import Documents
import Planning
import Resources
import Specs
import TestSupport
import Testing
import Values

/// Specs of all kinds, good and damaged: each is read, and is either valid through and through or told what is wrong.
struct SpecFuzzTests {
    private static let slices = 0..<4

    private static func check(_ bytes: [UInt8], _ seed: Int) throws {
        let reading = SpecReader.read(bytes, file: "fuzzed.json")
        for told in reading.diagnostics {
            #expect(told.code.hasPrefix("spec.") || told.code.hasPrefix("syntax."), "seed \(seed)")
            #expect(told.location.map { $0.line >= 1 && $0.column >= 1 } == true, "seed \(seed): \(told)")
            #expect(!told.message.isEmpty && told.message.utf8.count < 5000, "seed \(seed): \(told.message.utf8.count)")
        }
        guard let spec = reading.spec else {
            #expect(reading.diagnostics.contains { $0.severity == .error }, "seed \(seed): refused without a word")
            return
        }
        #expect(!reading.diagnostics.contains { $0.severity == .error })
        // What is valid holds all the way: each phase's graph can be built and ordered, with names that AWS takes.
        for phase in 0...spec.phase {
            let resources = Blueprint.resources(for: spec, phase: phase)
            do throws(PlanProblems) {
                let sorted = try ReferenceOrder.sorted(ResourceGraph(resources))
                #expect(sorted.count == resources.count, "seed \(seed): an address stands twice")
            } catch { Issue.record("seed \(seed): \(error.diagnostics)") }
            for resource in resources {
                guard let rule = NameRules.rule(for: resource.kind) else { continue }
                let name = resource.properties.text(rule.property) ?? ""
                #expect(NameRules.isValid(name, rule), "seed \(seed): \(resource.address) \(name)")
            }
        }
        #expect(SpecReader.read(Array(JSON.text(of: spec.value).utf8), file: "again").spec == spec, "seed \(seed)")
    }

    @Test(arguments: slices)
    func `a damaged document is read to its end`(_ slice: Int) throws {
        for seed in stride(from: slice, to: Seeds.fuzz / 2, by: Self.slices.count) {
            var generator = SpecGenerator(seed: UInt64(seed))
            var mutation = Mutation(seed: UInt64(seed))
            let text = JSON.pretty(generator.spec().value)
            try Self.check(mutation.damaged(Array(text.utf8)), seed)
        }
    }

    @Test(arguments: slices)
    func `a document with strange values in the right places is read to its end`(_ slice: Int) throws {
        for seed in stride(from: slice, to: Seeds.fuzz / 2, by: Self.slices.count) {
            var generator = SpecGenerator(seed: UInt64(seed))
            var mutation = Mutation(seed: UInt64(seed))
            var value = generator.spec().value
            for _ in 0...mutation.below(3) { value = Self.changed(value, &mutation) }
            try Self.check(Array(JSON.text(of: value).utf8), seed)
        }
    }

    /// One place of a value replaced, taken away or added to.
    private static func changed(_ value: Value, _ mutation: inout Mutation) -> Value {
        switch value {
        case .object(let members) where !members.isEmpty && mutation.below(8) > 0:
            var pairs = members.pairs.map { (name: $0.name, value: $0.value) }
            let index = mutation.below(pairs.count)
            switch mutation.below(10) {
            case 0: pairs.remove(at: index)
            case 1: pairs.append((mutation.text(), mutation.value()))
            case 2: pairs[index].name = mutation.text()
            default: pairs[index].value = changed(pairs[index].value, &mutation)
            }
            return .object(Members(pairs.map { ($0.name, $0.value) }))
        case .list(let elements) where !elements.isEmpty && mutation.below(8) > 0:
            var elements = elements
            let index = mutation.below(elements.count)
            switch mutation.below(8) {
            case 0: elements.remove(at: index)
            case 1: elements.append(elements[index])
            default: elements[index] = changed(elements[index], &mutation)
            }
            return .list(elements)
        case .string(let text) where mutation.below(2) == 0:
            return .string(String(text.prefix(mutation.below(text.count + 1))) + mutation.text())
        case .int(let number) where mutation.below(2) == 0:
            return .int([number - 1, number + 1, 0, -number, number &* 1000][mutation.below(5)])
        default: return mutation.value()
        }
    }

    @Test func `documents that are large in one way or another are read quickly and told briefly`() throws {
        let many = 20_000
        let unknown = (0..<many).map { "\"field\($0)\":0" }.joined(separator: ",")
        let twice = (0..<many).map { _ in "\"name\":0" }.joined(separator: ",")
        let services = (0..<many).map { _ in "{}" }.joined(separator: ",")
        let long = String(repeating: "x", count: 1_000_000)
        for text in [
            "{\(unknown)}", "{\(twice)}", "{\"services\":[\(services)]}", "{\"\(long)\":0}", "{\"name\":\"\(long)\"}",
            "{\"account\":\"\(long)\",\"regions\":[{\"name\":\"\(long)\"}]}", "[\(services)]",
        ] {
            let reading = SpecReader.read(Array(text.utf8), file: "large.json")
            #expect(reading.spec == nil)
            #expect(!reading.diagnostics.isEmpty && reading.diagnostics.count <= 1001)
            #expect(reading.diagnostics.allSatisfy { $0.message.utf8.count < 5000 && $0.path.utf8.count < 5000 })
        }
    }
}
