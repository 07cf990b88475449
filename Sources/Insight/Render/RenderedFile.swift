/// A file that the blueprint would bring to where it runs.
public struct RenderedFile: Sendable, Hashable {
    /// Below the folder that the user names.
    public let path: String
    public let text: String
}
