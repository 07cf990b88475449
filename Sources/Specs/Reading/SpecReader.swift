public import Diagnostics
import Documents
import Values

/// Reads a spec and says everything that is wrong with it at once.
public enum SpecReader {
    /// What reading gave: the spec when there was no error, and all that there is to say.
    public struct Reading: Sendable {
        public let spec: Spec?
        /// In order of place.
        public let diagnostics: [Diagnostic]
        /// Where each part of the document stands, for example `services`.
        public let places: [String: Location]

        public init(spec: Spec?, diagnostics: [Diagnostic], places: [String: Location]) {
            self.spec = spec
            self.diagnostics = diagnostics
            self.places = places
        }
    }

    /// Reads a spec's bytes.
    /// - Parameters:
    ///   - file: the name that diagnostics show.
    ///   - overrides: values that replace or add to the document's, the later ones last.
    public static func read(_ bytes: [UInt8], file: String, overrides: [SpecOverride] = []) -> Reading {
        let document: JSONDocument
        do throws(Diagnostic) {
            document = try JSONReader.read(bytes, file: file)
        } catch {
            return Reading(spec: nil, diagnostics: [error], places: [:])
        }
        var decoder = SpecDecoder(file: file)
        decoder.diagnostics = document.duplicates
        var root = document.root
        for override in overrides {
            decoder.typed[override.path] = override.text
            if let problem = override.apply(to: &root) { decoder.diagnostics.append(problem) }
        }
        let spec = decoder.spec(root)
        if let spec {
            let wrong = WrongPlaces(decoder.diagnostics)
            decoder.diagnostics += SpecRules(spec, file: file, places: decoder.places).problems.filter {
                !wrong.explain($0)
            }
        }
        let told = decoder.diagnostics.enumerated().sorted {
            ($0.element.location?.line ?? 0, $0.element.location?.column ?? 0, $0.offset)
                < ($1.element.location?.line ?? 0, $1.element.location?.column ?? 0, $1.offset)
        }.map { Self.shown($0.element) }
        let rest = decoder.dropped + max(0, told.count - SpecDecoder.limit)
        let more = Diagnostic(
            "spec.tooMany", "\(rest) more problems are not told.", at: told.first?.location,
            hint: "mend these first")
        let sorted = told.prefix(SpecDecoder.limit) + (rest > 0 ? [more] : [])
        let isValid = !sorted.contains { $0.severity == .error }
        return Reading(spec: isValid ? spec : nil, diagnostics: Array(sorted), places: decoder.places)
    }

    /// What stands in a document may be long or hold control characters; a message holds neither.
    private static func shown(_ diagnostic: Diagnostic) -> Diagnostic {
        var diagnostic = diagnostic
        diagnostic.message = diagnostic.message.shown(limit: 500)
        diagnostic.path = diagnostic.path.shown(limit: 300)
        diagnostic.hint = diagnostic.hint.shown(limit: 500)
        return diagnostic
    }
}
