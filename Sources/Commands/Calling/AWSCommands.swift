import AWSCredentials
import Terminal

/// `reconcile aws`.
enum AWSCommands {
    static let group = Command<Verbs.Verb>(
        "aws", "Speaks to AWS by the program's own signed client.",
        example: "reconcile aws call sts GetCallerIdentity --region eu-west-1", subcommands: [call])

    private static let call = Command<Verbs.Verb>(
        "call", "Calls one operation, and prints its answer as JSON.",
        details:
            "It signs, retries and validates as a run does. It calls AWS itself only with `--provider aws`; without it "
            + "an endpoint on this machine (AWS_ENDPOINT_URL), and with `--provider fake` the fake cloud. What AWS "
            + "calls sensitive is printed as `***`.",
        example: "reconcile aws call ec2 DescribeVpcs --region eu-west-1 --query 'Vpcs[].VpcId' --provider aws",
        [
            Parameter.word("SERVICE", help: "A service as AWS's command line calls it, such as ec2 or elbv2."),
            Parameter.word("OPERATION", help: "An operation, such as DescribeVpcs or describe-vpcs."),
            Flags.askedRegion, Flags.profile, Flags.callInput, Flags.paginate, Flags.query, Flags.dryRun,
            Flags.json,
        ] + Flags.common
    ) { options, output, _ in
        try await AWSCall(options, output, .ofProcess(), readInput: Files.standardInput).run()
    }
}
