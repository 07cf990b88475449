/// One option, flag or word of a command: described here once, for parsing, help and did-you-mean.
public struct Parameter: Sendable {
    enum Role: Sendable, Hashable {
        case flag
        case option(isRepeatable: Bool)
        case word(isRequired: Bool)
    }

    /// Without dashes, for example `lock-timeout`.
    public let name: String
    /// One sentence for people.
    public let help: String
    let role: Role
    let form: ValueForm
    let short: Character?
    /// Every command takes it, so help lists it last.
    let isCommon: Bool

    private init(
        _ name: String, _ role: Role, _ form: ValueForm, short: Character? = nil, isCommon: Bool = false, help: String
    ) {
        self.name = name
        self.role = role
        self.form = form
        self.short = short
        self.isCommon = isCommon
        self.help = help
    }

    /// `--name`, without a value.
    public static func flag(
        _ name: String, short: Character? = nil, isCommon: Bool = false, help: String
    ) -> Parameter {
        Parameter(name, .flag, .text(""), short: short, isCommon: isCommon, help: help)
    }

    /// `--name VALUE` or `--name=VALUE`.
    public static func option(
        _ name: String, _ form: ValueForm, isRepeatable: Bool = false, isCommon: Bool = false, help: String
    ) -> Parameter {
        Parameter(
            name, .option(isRepeatable: isRepeatable), form, isCommon: isCommon,
            help: help + (isRepeatable ? " May be repeated." : ""))
    }

    /// A word without dashes.
    public static func word(_ placeholder: String, isRequired: Bool = true, help: String) -> Parameter {
        Parameter(placeholder, .word(isRequired: isRequired), .text(placeholder), help: help)
    }

    /// What stands for its value in help, for example `ADDRESS`.
    public var placeholder: String { form.placeholder }
    var isFlag: Bool { role == .flag }
    var isRepeatable: Bool { role == .option(isRepeatable: true) }
    var isWord: Bool { if case .word = role { true } else { false } }

    /// How it stands in a usage line.
    var usage: String {
        switch role {
        case .word(let isRequired): isRequired ? name : "[\(name)]"
        case .flag: "[--\(name)]"
        case .option: "[--\(name) \(form.placeholder)]"
        }
    }

    /// Its left column in help.
    var title: String {
        if isWord { return name }
        let dashes = "\(short.map { "-\($0), " } ?? "")--\(name)"
        return role == .flag ? dashes : "\(dashes) \(form.placeholder)"
    }
}
