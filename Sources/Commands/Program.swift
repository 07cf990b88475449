/// The program: arguments in, exit code out.
public enum Program {
    /// Runs one command.
    public static func run(_ arguments: [String]) async -> Int32 { 0 }
}
