import AWSModels
import AWSProtocols
import CloudCalls
import HTTPMessages
import Testing
import Values

@Suite struct ParameterValidationTests {
    private func problems(_ service: String, _ operation: String, _ input: Value) throws -> [String] {
        let model = try ServiceModel(embedded: service).operation(operation)
        return RequestEncoder.problems(of: input, for: model).map(\.description)
    }

    @Test func `all problems are told at once, with their paths`() throws {
        let found = try problems(
            "ec2", "RunInstances",
            [
                "MaxCount": "2", "minCount": 1,
                "TagSpecifications": [["Tags": [["Key": 1]]], "none"],
                "BlockDeviceMappings": [["Ebs": ["VolumeSize": .null, "Encrypted": "yes"]]],
            ])
        #expect(
            found == [
                "MinCount: is required",
                "BlockDeviceMappings[0].Ebs.Encrypted: must be true or false, not a string",
                "BlockDeviceMappings[0].Ebs.VolumeSize: must be a whole number, not null",
                "MaxCount: must be a whole number, not a string",
                "TagSpecifications[0].Tags[0].Key: must be a string, not a whole number",
                "TagSpecifications[1]: must be a structure, not a string",
                "minCount: is no member; did you mean `MinCount`?",
            ])
    }

    @Test func `bounds, unions, times and bytes are checked as the model says`() throws {
        #expect(
            try problems("kms", "Encrypt", ["KeyId": "", "Plaintext": "no base64"])
                == ["KeyId: must have at least a character, and has 0", "Plaintext: must be bytes in base64"])
        #expect(
            try problems(
                "cloudwatch", "GetMetricData", ["StartTime": "yesterday", "EndTime": 5, "MetricDataQueries": []])
                == [
                    "EndTime: must be an ISO 8601 time such as 2026-11-24T12:00:00Z, not a whole number",
                    "StartTime: must be an ISO 8601 time such as 2026-11-24T12:00:00Z, not a string",
                ])
        #expect(
            try problems("sts", "GetCallerIdentity", ["Anything": true]) == ["Anything: is no member"])
    }

    @Test func `a secret goes to the service, never into a problem`() throws {
        let input: Value = ["Name": .sensitive(Sensitive("planted")), "SecretString": .sensitive(Sensitive("planted"))]
        #expect(try problems("secretsmanager", "CreateSecret", input).isEmpty)
        let wrong = try problems("ec2", "DescribeVpcs", ["MaxResults": .sensitive(Sensitive("planted"))])
        #expect(wrong == ["MaxResults: must be a whole number, not a string"])
    }

    @Test func `an input that is not valid is not encoded`() throws {
        let model = try ServiceModel(embedded: "eks").operation("DeleteCluster")
        let encoder = RequestEncoder(random: SeededRandomSource(seed: 1))
        let address = HTTPAddress(host: "eks.example")
        let none = #expect(throws: InvalidParameters.self) { try encoder.request(model, [:], to: address) }
        #expect(none?.error == AWSError("Client.InvalidParameters", "name: is required"))
        let empty = #expect(throws: InvalidParameters.self) { try encoder.request(model, ["name": ""], to: address) }
        #expect(empty?.description == "name: must not be empty, since it is part of the path")
        let put = try ServiceModel(embedded: "s3").operation("PutObject")
        let injected: Value = ["Bucket": "b", "Key": "k", "ContentType": "a\r\nb: c", "Metadata": ["x\n": "y"]]
        let broken = #expect(throws: InvalidParameters.self) { try encoder.request(put, injected, to: address) }
        #expect(broken?.problems.map(\.path) == ["ContentType", "Metadata.x\n"])
    }
}
