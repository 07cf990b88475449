import Values

extension Value {
    /// Whether a database of these properties is a copy that follows another.
    var followsADatabase: Bool { self["SourceDBInstanceIdentifier"] ?? "" != "" }
}
