/// How much user data an instance takes: 16 KiB before base64 (EC2 user guide, "Instance user data").
enum UserDataLimit {
    static let bytes = 16_384
}
