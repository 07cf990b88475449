public import Values

extension Resource {
    /// The addresses that its properties refer to and those that it depends on, sorted, each once.
    public var referencedAddresses: [Address] {
        Set(dependsOn).union(properties.referencedAddresses).sorted()
    }
}

extension Value {
    /// The addresses that references inside point to.
    public var referencedAddresses: Set<Address> {
        var addresses: Set<Address> = []
        forEachReference { addresses.insert(Address($0.address)) }
        return addresses
    }
}
