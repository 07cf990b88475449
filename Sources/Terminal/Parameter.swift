/// One option, flag or positional word of a command, which writes into `Arguments`.
public struct Parameter<Arguments: Sendable>: Sendable {
    enum Role: Sendable, Hashable {
        case flag, option
        case positional(isRequired: Bool, isMany: Bool)
    }

    let name: String
    let short: Character?
    let placeholder: String
    let help: String
    let role: Role
    let store: @Sendable (inout Arguments, String) throws(UsageProblem) -> Void

    /// `--name`, without a value.
    public static func flag(
        _ name: String, short: Character? = nil, _ path: any WritableKeyPath<Arguments, Bool> & Sendable,
        help: String
    ) -> Parameter {
        Parameter(name: name, short: short, placeholder: "", help: help, role: .flag) {
            arguments, _ throws(UsageProblem) in arguments[keyPath: path] = true
        }
    }

    /// `--name VALUE` or `--name=VALUE`.
    public static func option<Value: Sendable>(
        _ name: String, _ path: any WritableKeyPath<Arguments, Value> & Sendable, _ parser: ValueParser<Value>,
        help: String
    ) -> Parameter {
        Parameter(name: name, short: nil, placeholder: parser.placeholder, help: help, role: .option) {
            arguments, word throws(UsageProblem) in arguments[keyPath: path] = try parser.parse(word)
        }
    }

    /// An option that is nil until it is given.
    public static func option<Value: Sendable>(
        _ name: String, _ path: any WritableKeyPath<Arguments, Value?> & Sendable, _ parser: ValueParser<Value>,
        help: String
    ) -> Parameter {
        Parameter(name: name, short: nil, placeholder: parser.placeholder, help: help, role: .option) {
            arguments, word throws(UsageProblem) in arguments[keyPath: path] = try parser.parse(word)
        }
    }

    /// An option that may stand several times.
    public static func options<Value: Sendable>(
        _ name: String, _ path: any WritableKeyPath<Arguments, [Value]> & Sendable, _ parser: ValueParser<Value>,
        help: String
    ) -> Parameter {
        Parameter(
            name: name, short: nil, placeholder: parser.placeholder, help: help + " May be repeated.", role: .option
        ) { arguments, word throws(UsageProblem) in arguments[keyPath: path].append(try parser.parse(word)) }
    }

    /// A word without dashes.
    public static func positional(
        _ name: String, _ path: any WritableKeyPath<Arguments, String> & Sendable, help: String
    ) -> Parameter {
        Parameter(
            name: name, short: nil, placeholder: name, help: help,
            role: .positional(isRequired: true, isMany: false)
        ) { arguments, word throws(UsageProblem) in arguments[keyPath: path] = word }
    }

    /// A word without dashes that may be missing.
    public static func optionalPositional(
        _ name: String, _ path: any WritableKeyPath<Arguments, String?> & Sendable, help: String
    ) -> Parameter {
        Parameter(
            name: name, short: nil, placeholder: name, help: help,
            role: .positional(isRequired: false, isMany: false)
        ) { arguments, word throws(UsageProblem) in arguments[keyPath: path] = word }
    }

    /// All further words.
    public static func rest(
        _ name: String, _ path: any WritableKeyPath<Arguments, [String]> & Sendable, help: String
    ) -> Parameter {
        Parameter(
            name: name, short: nil, placeholder: name, help: help,
            role: .positional(isRequired: false, isMany: true)
        ) { arguments, word throws(UsageProblem) in arguments[keyPath: path].append(word) }
    }
}
