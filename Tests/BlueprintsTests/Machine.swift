import TestSupport

/// A machine in a folder: stubs of what AL2023 has stand on PATH, keep the little state that the script asks for, and
/// write down each of their calls.
struct Machine: ~Copyable {
    let scratch: Scratch

    private static let commands = [
        "dnf", "systemctl", "aws", "mount", "mountpoint", "blkid", "mkfs", "curl", "sleep", "uname",
    ]

    init(script: String, hasVolume: Bool = true) throws {
        let scratch = try Scratch()
        for command in Self.commands { try scratch.write(Self.stub, to: "bin/\(command)", isExecutable: true) }
        try scratch.write(Self.stub, to: "stub")
        try scratch.write("", to: "state/none")
        try scratch.write("", to: hasVolume ? "root/dev/sdf" : "root/dev/none")
        try scratch.write(script, to: "user-data.sh")
        self.scratch = scratch
    }

    /// Boots with the script; `broken` names what goes wrong, see the stub.
    func boot(broken: String = "") async throws -> (result: Tool, calls: [String]) {
        try scratch.write("", to: "calls")
        let result = try await Tool.run(
            "/bin/bash", ["user-data.sh"], in: scratch.path,
            environment: [
                "PATH": "\(scratch.path)/bin:/usr/bin:/bin", "RECONCILE_ROOT": "\(scratch.path)/root",
                "PLACE": scratch.path, "BROKEN": broken,
            ])
        let calls = try scratch.read("calls").split(separator: "\n").map(String.init)
        return (result, calls)
    }

    func files() throws -> [String: String] { try scratch.files(below: "root") }

    private static let stub = #"""
        #!/bin/bash
        name="$(basename "$0")"
        echo "$name $*" >> "$PLACE/calls"
        [ "$BROKEN" = "$name" ] && exit 1
        case "$name $*" in
          "dnf install "*) cp "$PLACE/stub" "$PLACE/bin/docker" && chmod +x "$PLACE/bin/docker" ;;
          uname*) echo aarch64 ;;
          "docker login"*) cat > /dev/null ;;
          "aws secretsmanager get-secret-value"*) echo '{"password":"n0tInTheScript","username":"platform"}' ;;
          "aws sts"*) echo 123456789012 ;;
          "aws ecr"*) echo token ;;
          "blkid -s UUID"*) cat "$PLACE/state/formatted" ;;
          blkid*) [ -e "$PLACE/state/formatted" ] || exit 2 ;;
          mkfs*) echo 0a1b2c3d-uuid > "$PLACE/state/formatted" ;;
          mountpoint*) [ -e "$PLACE/state/mounted" ] || exit 1 ;;
          mount*) touch "$PLACE/state/mounted" ;;
          curl*docker-compose.new*) echo "compose plugin" > docker-compose.new
            while [ $# -gt 0 ]; do [ "$1" = -o ] && echo "compose plugin" > "$2"; shift; done
            rm -f docker-compose.new ;;
          curl*docker-compose.sum*)
            sum="$(echo "compose plugin" | sha256sum | cut -d' ' -f1)"
            [ "$BROKEN" = checksum ] && sum="${sum//[0-9]/0}"
            while [ $# -gt 0 ]; do [ "$1" = -o ] && echo "$sum *docker-compose-linux-aarch64" > "$2"; shift; done ;;
          curl*/healthz) [ "$BROKEN" != health ] || exit 22 ;;
          curl*latest/api/token*) echo imds-token ;;
          curl*meta-data/instance-id*) echo i-0123456789abcdef0 ;;
        esac
        """#
}
