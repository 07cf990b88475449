import AWSSigning
import CloudCalls
import FoundationEssentials
import Values

/// The key pair that `fake serve` takes.
struct ServedKeys {
    let credentials: Credentials
    /// Made here, so that somebody has to be told.
    let isOwn: Bool

    /// The pair in the environment of the process, or a new one.
    static func ofProcess(_ random: some RandomSource) -> ServedKeys {
        let environment = ProcessInfo.processInfo.environment
        if let id = environment["AWS_ACCESS_KEY_ID"], let secret = environment["AWS_SECRET_ACCESS_KEY"], !id.isEmpty,
            !secret.isEmpty
        {
            return ServedKeys(
                credentials: Credentials(accessKeyID: id, secretAccessKey: Sensitive(secret)), isOwn: false)
        }
        func text(_ count: Int, of letters: [Character]) -> String {
            String((0..<count).map { _ in letters[random.below(letters.count)] })
        }
        let capitals = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let all = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        return ServedKeys(
            credentials: Credentials(
                accessKeyID: "AKIA" + text(16, of: capitals), secretAccessKey: Sensitive(text(40, of: all))),
            isOwn: true)
    }
}
