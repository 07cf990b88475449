import Diagnostics

/// What must hold between the values of a spec, beyond the type of each.
struct SpecRules {
    private let spec: Spec
    private let file: String
    private let places: [String: Location]

    init(_ spec: Spec, file: String, places: [String: Location]) {
        self.spec = spec
        self.file = file
        self.places = places
    }

    var problems: [Diagnostic] {
        names + regions + services + sizes + phases + tags
            + TextRules(spec).findings.map { problem($0.code, $0.message, $0.path, hint: $0.hint) }
    }

    private func problem(
        _ code: String, _ message: String, _ path: String, hint: String = "",
        severity: Diagnostic.Severity = .error
    ) -> Diagnostic {
        // A value that is a default stands where its object stands.
        var place = path
        while places[place] == nil, let cut = place.lastIndex(where: { $0 == "." || $0 == "[" }) {
            place = String(place[..<cut])
        }
        let location = places[place] ?? places[""] ?? Location(file: file, line: 1, column: 1)
        return Diagnostic(code, message, severity: severity, at: location, path: path, hint: hint)
    }

    private static func isName(_ text: String, limit: Int) -> Bool {
        guard let first = text.unicodeScalars.first, ("a"..."z").contains(first), text.count <= limit,
            !text.hasSuffix("-"), !text.contains("--")
        else { return false }
        return text.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" }
    }

    private var names: [Diagnostic] {
        var found: [Diagnostic] = []
        if !Self.isName(spec.name, limit: 20) {
            found.append(
                problem(
                    "spec.name", "the platform's name `\(spec.name)` can't be used in AWS's names.", "name",
                    hint: "begin with a letter; lower-case letters, digits and single hyphens; at most 20"))
        }
        if spec.account.count != 12 || !spec.account.allSatisfy({ $0.isASCII && $0.isNumber }) {
            found.append(problem("spec.account", "the account `\(spec.account)` is not twelve digits.", "account"))
        }
        if let domain = spec.domain, !Self.isDomain(domain) {
            found.append(
                problem("spec.domain", "`\(domain)` is no domain name.", "domain", hint: "for example shop.example.com")
            )
        }
        return found
    }

    private static func isDomain(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && text.count <= 200
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != "-" && label.last != "-"
                    && label.unicodeScalars.allSatisfy {
                        ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
                    }
            }
    }

    private var regions: [Diagnostic] {
        var found: [Diagnostic] = []
        for (index, region) in spec.regions.enumerated() {
            let path = "regions[\(index)]"
            if !KnownRegions.names.contains(region.name) {
                let near = Suggestion.nearest(to: region.name, among: KnownRegions.names)
                found.append(
                    problem(
                        "spec.unknownRegion", "there is no region `\(region.name)`.", "\(path).name",
                        hint: near.map { "did you mean `\($0)`?" } ?? "see `aws ec2 describe-regions`"))
            }
            if spec.regions.prefix(index).contains(where: { $0.name == region.name }) {
                found.append(problem("spec.duplicate", "the region \(region.name) stands twice.", "\(path).name"))
            }
            guard let range = NetworkRange(region.network), (16...20).contains(range.prefix) else {
                found.append(
                    problem(
                        "spec.network", "`\(region.network)` is no network of /16 to /20.", "\(path).network",
                        hint: "for example 10.\(index).0.0/16"))
                continue
            }
            for (other, before) in spec.regions.prefix(index).enumerated() {
                if let taken = NetworkRange(before.network), taken.overlaps(range) {
                    found.append(
                        problem(
                            "spec.networkOverlap",
                            "\(region.network) overlaps \(before.network) of regions[\(other)]: the regions could not be "
                                + "joined.", "\(path).network"))
                }
            }
        }
        return found
    }

    private var services: [Diagnostic] {
        var found: [Diagnostic] = []
        var names: [String: Int] = [:]
        var paths: [String: Int] = [:]
        for (index, service) in spec.services.enumerated() {
            let path = "services[\(index)]"
            if !Self.isName(service.name, limit: 30) {
                found.append(
                    problem(
                        "spec.name", "the service's name `\(service.name)` can't be used.", "\(path).name",
                        hint: "begin with a letter; lower-case letters, digits and single hyphens; at most 30"))
            }
            if let other = names.updateValue(index, forKey: service.name) {
                found.append(
                    problem("spec.duplicate", "services[\(other)] has the name `\(service.name)` too.", "\(path).name"))
            }
            if !Self.isPath(service.path) {
                found.append(
                    problem(
                        "spec.path", "`\(service.path)` is no path prefix.", "\(path).path",
                        hint: "begin with /, no spaces, no / at the end but for / itself"))
            }
            if let other = paths.updateValue(index, forKey: service.path) {
                found.append(
                    problem(
                        "spec.pathClash", "services[\(other)] serves `\(service.path)` too.", "\(path).path",
                        hint: "give each service a path of its own"))
            }
            if service.minReplicas > service.maxReplicas {
                found.append(
                    problem(
                        "spec.minAboveMax",
                        "minReplicas \(service.minReplicas) is above maxReplicas \(service.maxReplicas).",
                        "\(path).minReplicas"))
            }
        }
        return found
    }

    private static func isPath(_ text: String) -> Bool {
        guard text.hasPrefix("/"), text == "/" || !text.hasSuffix("/"), text.count <= 128 else { return false }
        return text.unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
                || "/-_.~".unicodeScalars.contains($0)
        }
    }

    private var sizes: [Diagnostic] {
        var found: [Diagnostic] = []
        if spec.compute.minInstances > spec.compute.maxInstances {
            found.append(problem("spec.minAboveMax", "minInstances is above maxInstances.", "compute.minInstances"))
        }
        if spec.cluster.minNodes > spec.cluster.maxNodes {
            found.append(problem("spec.minAboveMax", "minNodes is above maxNodes.", "cluster.minNodes"))
        }
        for (index, text) in spec.cluster.endpointCIDRs.enumerated() where NetworkRange(text) == nil {
            found.append(
                problem(
                    "spec.network", "`\(text)` is no CIDR.", "cluster.endpointCIDRs[\(index)]",
                    hint: "for example 203.0.113.0/24"))
        }
        if !spec.database.instanceClass.hasPrefix("db.") {
            found.append(
                problem(
                    "spec.instanceClass", "`\(spec.database.instanceClass)` is no RDS class.", "database.instanceClass",
                    hint: "for example db.m7g.large"))
        }
        if !spec.cache.nodeType.hasPrefix("cache.") {
            found.append(
                problem(
                    "spec.instanceClass", "`\(spec.cache.nodeType)` is no ElastiCache type.", "cache.nodeType",
                    hint: "for example cache.m7g.large"))
        }
        return found
    }

    private var phases: [Diagnostic] {
        var found: [Diagnostic] = []
        func needs(_ path: String, _ what: String, _ hint: String) {
            found.append(problem("spec.phaseNeeds", "phase \(spec.phase) needs \(what).", path, hint: hint))
        }
        if spec.phase >= 2, spec.cluster.endpointCIDRs.isEmpty {
            needs("cluster.endpointCIDRs", "the CIDRs that may reach the EKS endpoint", "add cluster.endpointCIDRs")
        }
        if spec.phase >= 3, spec.domain == nil { needs("domain", "a domain", "add \"domain\"") }
        if spec.phase >= 4, spec.regions.count < 2 { needs("regions", "two regions", "add a second region") }
        return found
    }

    private var tags: [Diagnostic] {
        spec.tags.keys.sorted().filter {
            $0.isEmpty || $0.count > 128 || $0.lowercased().hasPrefix("aws:") || $0.hasPrefix("reconcile:")
                || $0 == "Name"
        }.map { problem("spec.tag", "the tag `\($0)` is reserved or too long.", "tags.\($0)") }
    }
}
