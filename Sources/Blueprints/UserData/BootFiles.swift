public import Specs
public import Values

/// What the instances of phases 0 and 1 boot with, for people to read before it runs.
public struct BootFiles: Sendable {
    public let compose: String
    public let proxy: String
    /// A script; in phase 1 a template, since the database's address is known only when it is there.
    public let userData: Value

    /// Nil for phases without instances of our own, and for a region that the spec doesn't have.
    public init?(_ spec: Spec, region: String) {
        guard spec.phase <= 1, region == spec.primaryRegion.name else { return nil }
        compose = ComposeFile.text(spec, spec.phase == 0 ? .container : .managed)
        proxy = ProxyConfiguration.text(spec)
        guard spec.phase == 1 else {
            userData = .string(InstanceUserData.script(spec, region))
            return
        }
        userData = InstanceUserData.fleetScript(
            spec, region, databaseHost: .string("${\(region)/database/instance#Endpoint.Address}"))
    }
}
