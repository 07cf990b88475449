import Diagnostics

/// What texts of a spec must look like, so that neither AWS nor what is generated from them stumbles later.
struct TextRules {
    private let spec: Spec

    init(_ spec: Spec) { self.spec = spec }

    /// A text that can't be used.
    struct Finding {
        var code: String
        var message: String
        var path: String
        var hint: String
    }

    var findings: [Finding] { name + versions + services + tags + email }

    // MARK: The platform's name

    /// Names that a cluster has already, and beginnings that AWS keeps for itself: load balancers can't be called
    /// `internal-...`, security groups `sg-...`, and SSM documents `aws...` or `am(a)zon...` (API references of ELBv2,
    /// EC2 and SSM).
    private var name: [Finding] {
        let taken = ["default", "argocd", "ingress"]
        let beginnings = ["kube-", "internal-", "sg-", "aws", "amazon", "amzn"]
        let isTaken = taken.contains(spec.name) || beginnings.contains { "\(spec.name)-".hasPrefix($0) }
        guard isTaken else { return [] }
        return [
            Finding(
                code: "spec.name", message: "the platform can't be called `\(spec.name)`: AWS or the cluster uses it.",
                path: "name",
                hint: "not \(taken.joined(separator: ", ")), nor beginning with \(beginnings.joined(separator: ", "))")
        ]
    }

    // MARK: Versions

    private var versions: [Finding] {
        var findings: [Finding] = []
        let engine = spec.database.engineVersion.split(separator: ".", omittingEmptySubsequences: false)
        if engine.count > 2 || !engine.allSatisfy(Self.isNumber) {
            findings.append(
                Finding(
                    code: "spec.version", message: "`\(spec.database.engineVersion)` is no version of PostgreSQL.",
                    path: "database.engineVersion", hint: "for example 17 or 17.10"))
        }
        let cluster = spec.cluster.version.split(separator: ".", omittingEmptySubsequences: false)
        if cluster.count != 2 || cluster[0] != "1" || !Self.isNumber(cluster[1]) {
            findings.append(
                Finding(
                    code: "spec.version", message: "`\(spec.cluster.version)` is no version of Kubernetes.",
                    path: "cluster.version", hint: "for example 1.36"))
        }
        return findings
    }

    private static func isNumber(_ text: Substring) -> Bool {
        (1...3).contains(text.count) && text.allSatisfy { $0.isASCII && $0.isNumber }
    }

    // MARK: Services

    private var services: [Finding] {
        spec.services.indices.flatMap { image($0) + environment($0) + routes($0) + health($0) }
    }

    private func image(_ index: Int) -> [Finding] {
        let image = spec.services[index].image
        if image.first.map(Self.isWordCharacter) == true, Self.consists(image, of: "._:/@+-"), image.count <= 512 {
            return []
        }
        return [
            Finding(
                code: "spec.image", message: "`\(image)` is no image.", path: "services[\(index)].image",
                hint: "for example public.ecr.aws/nginx/nginx:1.29-alpine")
        ]
    }

    private func environment(_ index: Int) -> [Finding] {
        spec.services[index].environment.sorted { $0.key < $1.key }.flatMap { name, value -> [Finding] in
            var findings: [Finding] = []
            let path = "services[\(index)].environment.\(name)"
            if name.isEmpty || name.first?.isNumber == true || !Self.consists(name, of: "_") {
                findings.append(
                    Finding(
                        code: "spec.environment", message: "`\(name)` can't be the name of a variable.", path: path,
                        hint: "letters, digits and _, no digit first"))
            }
            if value.unicodeScalars.contains("\0") {
                findings.append(
                    Finding(
                        code: "spec.environment", message: "the value of `\(name)` holds a NUL character.", path: path,
                        hint: "no program can be given one in its environment"))
            }
            return findings
        }
    }

    /// What a path pattern of CloudFront may hold (CloudFront developer guide, "Path pattern").
    private func routes(_ index: Int) -> [Finding] {
        spec.services[index].cachedRoutes.enumerated().compactMap { position, route in
            guard !route.hasPrefix("/") || route.count > 255 || !Self.consists(route, of: "_-.*$/~\"'@:+&?") else {
                return nil
            }
            return Finding(
                code: "spec.path", message: "`\(route)` is no route that CloudFront can match.",
                path: "services[\(index)].cachedRoutes[\(position)]",
                hint: "begin with /; * and ? stand for others; at most 255 characters")
        }
    }

    private func health(_ index: Int) -> [Finding] {
        let path = spec.services[index].healthPath
        if path.hasPrefix("/"), path.count <= 255, path.unicodeScalars.allSatisfy({ ("!"..."~").contains($0) }) {
            return []
        }
        return [
            Finding(
                code: "spec.path", message: "`\(path)` is no path to ask for.",
                path: "services[\(index)].healthPath", hint: "begin with /; ASCII without spaces")
        ]
    }

    // MARK: The rest

    /// AWS allows 50 tags, of which we need some (Tagging user guide, "Tag naming limits").
    private static let tagLimit = 40

    private var tags: [Finding] {
        var findings = spec.tags.sorted { $0.key < $1.key }.filter { $0.value.unicodeScalars.count > 256 }.map {
            Finding(
                code: "spec.tag", message: "the value of the tag `\($0.key)` is longer than 256 characters.",
                path: "tags.\($0.key)", hint: "shorten it")
        }
        if spec.tags.count > Self.tagLimit {
            findings.append(
                Finding(
                    code: "spec.tag", message: "there are \(spec.tags.count) tags; at most \(Self.tagLimit) fit.",
                    path: "tags", hint: "AWS takes 50 for each resource, and some are ours"))
        }
        return findings
    }

    private var email: [Finding] {
        guard let email = spec.alertEmail else { return [] }
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        if parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), !email.contains(where: \.isWhitespace) { return [] }
        return [
            Finding(
                code: "spec.email", message: "`\(email)` is no address.", path: "alertEmail",
                hint: "for example ops@example.com")
        ]
    }

    private static func isWordCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }

    private static func consists(_ text: String, of more: String) -> Bool {
        text.allSatisfy { isWordCharacter($0) || more.contains($0) }
    }
}
