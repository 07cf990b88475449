/// The functions of AWS's endpoint rules (Smithy 2.0, "Rules engine standard library" and "AWS rules engine library").
enum EndpointFunction: String, Sendable {
    case isSet, not, getAttr, stringEquals, booleanEquals, parseURL, substring, uriEncode, isValidHostLabel
    case partition = "aws.partition"
    case parseARN = "aws.parseArn"
    case isVirtualHostableBucket = "aws.isVirtualHostableS3Bucket"

    /// How many arguments it takes.
    var arity: Int {
        switch self {
        case .isSet, .not, .parseURL, .uriEncode, .partition, .parseARN: 1
        case .getAttr, .stringEquals, .booleanEquals, .isValidHostLabel, .isVirtualHostableBucket: 2
        case .substring: 4
        }
    }
}
