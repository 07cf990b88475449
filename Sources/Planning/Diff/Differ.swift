public import Resources
public import Values

/// Compares a desired resource with what exists, property by property.
public struct Differ {
    let input: PlanningInput

    public init(_ input: PlanningInput) { self.input = input }

    /// What a change of the resource would change; empty when it is as wanted.
    /// - Parameter isUnknown: whether an attribute will change during this plan.
    public func changes(
        _ resource: Resource, _ existing: World.Existing, in world: World,
        isUnknown: (Reference) -> Bool
    ) -> [PropertyChange] {
        let schema = input.schemas[resource.kind]
        var known: [Members.Pair] = []
        var unknown: Set<String> = []
        for pair in resource.properties.members {
            if let value = resolve(pair.value, world, isUnknown) {
                known.append(Members.Pair(name: pair.name, value: value))
            } else {
                unknown.insert(pair.name)
            }
        }
        let resolved = Value.object(Members(sorted: known))
        let wanted = existing.isPredicted ? resource.properties : named(resolved, resource, existing, schema)
        let found = existing.observation.properties
        var changes: [PropertyChange] = []
        for pair in resource.properties.members {
            let effects = schema?.effects(of: pair.name) ?? []
            if effects.contains(.movedByOthers) || isIgnored(resource, pair.name) { continue }
            // What can't be read back differs for certain only when what it refers to is another one now.
            let isUnread = effects.contains(.readApart) && found[pair.name] == nil && !existing.isPredicted
            if effects.contains(.writeOnly) || isUnread, !Self.holdsUnknown(pair.value, isUnknown) { continue }
            let isChanged: Bool
            if existing.isPredicted {
                // Two texts of one reference are equal, and what they refer to may be another one all the same.
                isChanged = found[pair.name] != pair.value || Self.holdsUnknown(pair.value, isUnknown)
            } else if unknown.contains(pair.name) {
                isChanged = true
            } else if case .null? = wanted[pair.name] {
                isChanged = false
            } else {
                isChanged = !effects.isMet(wanted[pair.name], by: found[pair.name])
            }
            guard isChanged else { continue }
            if effects.contains(.replaces), found[pair.name] == nil, existing.isStillBeingMade { continue }
            let emptying = pair.value == "" ? effects.emptying : nil
            changes.append(
                PropertyChange(
                    path: pair.name, old: found[pair.name],
                    new: unknown.contains(pair.name) ? pair.value : wanted[pair.name] ?? pair.value,
                    isUnknown: unknown.contains(pair.name),
                    forcesReplacement: effects.contains(.replaces) && emptying == nil,
                    interruption: emptying ?? Self.interruption(effects)))
        }
        // What an earlier step of the plan writes and this one no longer wants.
        for pair in found.members where existing.isPredicted && resource.properties[pair.name] == nil {
            let effects = schema?.effects(of: pair.name) ?? []
            if effects.contains(.writeOnly) || effects.contains(.movedByOthers) || isIgnored(resource, pair.name) {
                continue
            }
            changes.append(PropertyChange(path: pair.name, old: pair.value, new: nil))
        }
        if !existing.isPredicted { changes += addedByTheKind(resource, existing, wanted, schema) }
        if changes.isEmpty, !existing.isPredicted, unknown.isEmpty {
            changes += hiddenChange(resource, existing, resolved: resolved, schema)
        }
        return changes + tagChanges(resource, existing)
    }

    private static func holdsUnknown(_ value: Value, _ isUnknown: (Reference) -> Bool) -> Bool {
        var found = false
        value.forEachReference { if isUnknown($0) { found = true } }
        return found
    }

    /// What no spec says but the kind always wants: the rule that AWS puts in a new security group gone, an Auto Scaling
    /// group's instances of one version. A create that was cut off may have left it undone.
    private func addedByTheKind(
        _ resource: Resource, _ existing: World.Existing, _ wanted: Value, _ schema: KindSchema?
    ) -> [PropertyChange] {
        wanted.members.compactMap { pair in
            guard resource.properties[pair.name] == nil, !pair.value.isNull, !isIgnored(resource, pair.name) else {
                return nil
            }
            let effects = schema?.effects(of: pair.name) ?? []
            let found = existing.observation.properties[pair.name]
            guard !effects.contains(.writeOnly), !effects.contains(.movedByOthers),
                !effects.isMet(pair.value, by: found)
            else { return nil }
            return PropertyChange(
                path: pair.name, old: found, new: pair.value, forcesReplacement: effects.contains(.replaces),
                interruption: Self.interruption(effects))
        }
    }

    /// What can't be read back is compared by the hash of the input that the last run wrote.
    private func hiddenChange(
        _ resource: Resource, _ existing: World.Existing, resolved: Value, _ schema: KindSchema?
    ) -> [PropertyChange] {
        guard !existing.inputHash.isEmpty,
            let hidden = schema?.rules.first(where: {
                $0.effect == .writeOnly
                    || $0.effect == .readApart && existing.observation.properties[$0.property] == nil
            })?.property,
            resource.properties[hidden] != nil,
            !isAsWritten(resolved, existing, schema)
        else { return [] }
        let effects = schema?.effects(of: hidden) ?? []
        return [
            PropertyChange(
                path: hidden, old: nil, new: resource.properties[hidden],
                forcesReplacement: effects.contains(.replaces), interruption: Self.interruption(effects))
        ]
    }

    private func tagChanges(_ resource: Resource, _ existing: World.Existing) -> [PropertyChange] {
        let schema = input.schemas[resource.kind]
        if schema?.identity == .naturalKey || isIgnored(resource, "Tags") { return [] }
        let old = existing.observation.tags
        return Set(old.keys).union(resource.tags.keys).sorted().compactMap { key in
            guard old[key] != resource.tags[key] else { return nil }
            if resource.tags[key] == nil, ForeignTags.contains(key) { return nil }
            return PropertyChange(
                path: "Tags.\(key)", old: old[key].map(Value.string), new: resource.tags[key].map(Value.string))
        }
    }

    /// The value with references replaced, or nil when one of them is not known before apply.
    private func resolve(_ value: Value, _ world: World, _ isUnknown: (Reference) -> Bool) -> Value? {
        value.resolved { reference in
            if isUnknown(reference) { return nil }
            return world[Address(reference.address)]?.observation.attributes[reference.attribute]
        }
    }

    /// Desired properties as the cloud gives them back, with the generation's name.
    private func named(
        _ properties: Value, _ resource: Resource, _ existing: World.Existing, _ schema: KindSchema?
    ) -> Value {
        let normalized = input.normalize(resource.kind, properties)
        guard let schema else { return normalized }
        return GenerationName.applied(to: normalized, schema, existing.observation.generation)
    }

    private static func interruption(_ effects: [PropertyRule.Effect]) -> String {
        for case .interrupts(let text) in effects { return text }
        return ""
    }

    private func isIgnored(_ resource: Resource, _ property: String) -> Bool {
        input.options.ignores(property, of: resource.address)
    }
}
