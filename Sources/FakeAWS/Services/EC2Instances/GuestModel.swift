import Digests

/// What a machine does with its user data, as far as the cloud can see it.
///
/// The script itself is proven elsewhere by running it; here only its last act matters: the machine tags itself.
enum GuestModel {
    static func signalsReadiness(_ userData: String) -> Bool {
        guard let bytes = Base64.decode(userData) else { return false }
        return String(decoding: bytes, as: UTF8.self).contains("reconcile:boot")
    }
}
