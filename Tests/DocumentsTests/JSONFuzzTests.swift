import Diagnostics
import Documents
import TestSupport
import Testing
import Values

/// Documents of all kinds, good and damaged: the reader says of each just what the grammar says.
struct JSONFuzzTests {
    private static let slices = 0..<4

    private static func isTaken(_ bytes: [UInt8]) throws -> Bool {
        do throws(Diagnostic) {
            _ = try JSONReader.read(bytes, file: "t.json")
            return true
        } catch {
            #expect(error.code.hasPrefix("syntax."))
            let location = try #require(error.location)
            #expect((1...bytes.count + 1).contains(location.line) && (1...bytes.count + 1).contains(location.column))
            #expect(!error.message.isEmpty && error.message.utf8.count < 1000)
            return false
        }
    }

    @Test(arguments: slices)
    func `whatever the bytes, the reader takes what is JSON and nothing else`(_ slice: Int) throws {
        for seed in stride(from: slice, to: Seeds.fuzz, by: Self.slices.count) {
            var mutation = Mutation(seed: UInt64(seed))
            let value = mutation.value()
            let text = Array((seed % 2 == 0 ? JSON.text(of: value) : JSON.pretty(value)).utf8)
            #expect(try Self.isTaken(text), "seed \(seed)")
            #expect(try JSON.value(from: text) == JSON.value(from: JSON.text(of: value)), "seed \(seed)")
            let bytes = seed % 5 == 0 ? mutation.noise(200) : mutation.damaged(text)
            #expect(try Self.isTaken(bytes) == JSONGrammar.accepts(bytes), "seed \(seed): \(bytes)")
        }
    }
}
