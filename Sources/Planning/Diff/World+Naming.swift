import Resources
import Values

extension World {
    /// What a resource names by its id or ARN, where nothing else says what it stands on: state was lost, and no graph that
    /// the spec gives has it. Too many are no harm to whoever asks what has to stay.
    func named(by existing: Existing) -> [Address] {
        let one = existing.observation
        var texts: Set<String> = []
        one.properties.collectTexts(into: &texts)
        // Ids and ARNs alone, not every word that something happens to be called.
        texts = texts.filter { $0.contains("-") || $0.contains(":") }
        return self.existing.values.map(\.observation).filter { other in
            other.region == one.region && other.kind != one.kind && other.kind.name.hasPrefix("AWS::")
                && (texts.contains(other.physicalID) || other.attributes.text("Arn").map(texts.contains) == true)
        }.map(\.address).sorted()
    }
}

extension Value {
    fileprivate func collectTexts(into texts: inout Set<String>) {
        if let text { texts.insert(text) }
        for element in elements { element.collectTexts(into: &texts) }
        for member in members { member.value.collectTexts(into: &texts) }
    }
}
