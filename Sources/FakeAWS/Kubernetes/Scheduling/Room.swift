import Values

/// Room for pods: a node's, or what a pod asks for.
struct Room: Hashable {
    /// Thousandths of a vCPU.
    var cpu: Int
    /// In MiB.
    var memory: Int
    var pods = 1

    /// What a node of a type has for pods, without what belongs to the system and to the pods of every node.
    ///
    /// Source: EKS's `bootstrap.sh` and AL2023's nodeadm for what is held back; of EKS's add-ons the network plug-in asks for
    /// 50 thousandths of a vCPU, kube-proxy for 100.
    init(ofNode type: String) {
        let size = InstanceSize(type)
        let heldBack =
            60 + (size.cores > 1 ? 10 : 0) + min(2, max(0, size.cores - 2)) * 5 + max(0, size.cores - 4) * 5 / 2
        cpu = size.cores * 1000 - heldBack - 150
        memory = size.memory - 255 - 11 * size.podLimit - 100
        pods = size.podLimit - 3
    }

    init(cpu: Int, memory: Int) { (self.cpu, self.memory) = (cpu, memory) }

    /// What a pod's containers ask for together.
    init(asked containers: [Value]) {
        let requests = containers.compactMap { $0["resources"]?["requests"] }
        cpu = requests.reduce(0) { $0 + Self.thousandths($1.text("cpu") ?? "") }
        memory = requests.reduce(0) { $0 + Self.mebibytes($1.text("memory") ?? "") }
    }

    /// Kubernetes documentation, "Resource units in Kubernetes".
    private static func thousandths(_ text: String) -> Int {
        if text.hasSuffix("m") { return Int(text.dropLast()) ?? 0 }
        return Int((Double(text) ?? 0) * 1000)
    }

    private static func mebibytes(_ text: String) -> Int {
        for (unit, size) in [("Ki", 1.0 / 1024), ("Mi", 1), ("Gi", 1024), ("Ti", 1024 * 1024)]
        where text.hasSuffix(unit) {
            return Int((Double(text.dropLast(2)) ?? 0) * size)
        }
        return (Int(text) ?? 0) / 1_048_576
    }

    func fits(into other: Room) -> Bool { cpu <= other.cpu && memory <= other.memory && pods <= other.pods }

    static func - (one: Room, other: Room) -> Room {
        var left = one
        left.cpu -= other.cpu
        left.memory -= other.memory
        left.pods -= other.pods
        return left
    }
}
