import Values

extension Resource {
    /// The addresses that its properties refer to and those that it depends on, sorted, each once.
    public var referencedAddresses: [Address] {
        var addresses = Set(dependsOn)
        properties.forEachReference { addresses.insert(Address($0.address)) }
        return addresses.sorted()
    }
}
