package import AWSModels

/// The names by which members and elements go in a form, in the `query` protocol and in EC2's variety of it.
package enum FormNames {
    package static func member(_ member: StructureShape.Member, isEC2: Bool) -> String {
        let traits = member.reference.traits
        guard isEC2 else { return traits.locationName ?? member.name }
        if let name = traits.queryName { return name }
        let name = traits.locationName ?? member.name
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    /// What stands between a list's name and an element's number; nil for flat lists, as EC2's all are.
    package static func element(_ list: ShapeReference, _ element: ShapeReference, isEC2: Bool) -> String? {
        isEC2 || list.traits.isFlattened ? nil : element.traits.locationName ?? "member"
    }

    /// The name that a flat list goes by in the place of its own, if its elements have one.
    package static func flatElement(_ list: ShapeReference, _ element: ShapeReference, isEC2: Bool) -> String? {
        !isEC2 && list.traits.isFlattened && list.traits.locationName == nil ? element.traits.locationName : nil
    }
}
