import CloudCalls
import Processes
import Values

/// `credential_process`: a program that prints credentials as JSON.
///
/// Source: AWS SDKs and Tools Reference Guide, "Process credential provider".
struct ProcessSource: CredentialSource {
    let name = "credential process"
    private static let limit = TimeSpan.minutes(1)
    private let tools: SourceTools
    private let profile: String

    init(_ tools: SourceTools, profile: String) {
        self.tools = tools
        self.profile = profile
    }

    func find() async -> Finding {
        guard let line = tools.profile(profile)["credential_process"] else {
            return .absent("the profile `\(profile)` has no credential_process")
        }
        guard let words = ShellWords.split(line), let program = words.first else {
            return .failed(
                ConfigurationProblem(
                    "The credential_process of the profile `\(profile)` has an open quote or is empty."))
        }
        let place = "the credential_process \(program) of the profile `\(profile)`"
        switch await ChildProcess.run(words, within: Self.limit.milliseconds) {
        case .failure(let failure):
            let reason: String =
                switch failure {
                case .notStarted: "could not be started"
                case .tookTooLong: "took longer than a minute"
                case .tooMuchOutput: "wrote more than a mebibyte"
                }
            return .failed(ConfigurationProblem("\(place.capitalizedFirst) \(reason)."))
        case .success(let output):
            guard output.code == 0 else {
                return .failed(
                    ConfigurationProblem(
                        "\(place.capitalizedFirst) ended with code \(output.code).", hint: "Run it by hand to see why.")
                )
            }
            guard CredentialsDocument.value(output.text)?.number("Version") == 1 else {
                return .failed(ConfigurationProblem("What \(place) prints is not JSON with `Version` 1."))
            }
            return CredentialsDocument.read(
                output.text, token: "SessionToken", needsToken: false, from: place, now: tools.time.now())
        }
    }
}
