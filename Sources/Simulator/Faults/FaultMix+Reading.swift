public import Diagnostics
import Documents
import Values

extension FaultMix {
    /// What reading a faults file gave.
    public struct Reading: Sendable {
        /// Nil when something is wrong with it.
        public let mix: FaultMix?
        public let diagnostics: [Diagnostic]
    }

    /// Reads a faults file: an object with `version` 1, and of `deaths`, `calls`, `kinds`, `chances` what it wants to
    /// say; `docs/simulate.md` describes it.
    /// - Parameter file: the name that diagnostics show, and the mix's name.
    public static func read(_ bytes: [UInt8], file: String) -> Reading {
        do throws(Diagnostic) {
            let document = try JSONReader.read(bytes, file: file)
            var reader = FaultsReader(file: file)
            let mix = reader.mix(document.root)
            let all = document.duplicates + reader.diagnostics
            return Reading(mix: all.isEmpty ? mix : nil, diagnostics: all)
        } catch {
            return Reading(mix: nil, diagnostics: [error])
        }
    }
}
