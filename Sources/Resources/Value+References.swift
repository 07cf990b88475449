public import Values

extension Value {
    /// The addresses that references inside point to.
    public var referencedAddresses: Set<Address> {
        var addresses: Set<Address> = []
        forEachReference { addresses.insert(Address($0.address)) }
        return addresses
    }
}
