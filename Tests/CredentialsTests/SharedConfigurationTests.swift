import AWSCredentials
import HTTPClient
import Testing

/// What environment and files say beyond credentials, restated from the settings reference of the AWS SDKs.
@Suite struct SharedConfigurationTests {
    private func place(_ variables: [String: String] = [:]) -> Surrounded {
        var place = Surrounded(
            config: """
                [default]
                region = eu-west-1
                endpoint_url = https://profile
                services = local
                ca_bundle = ~/bundle.pem
                use_fips_endpoint = true
                retry_mode = adaptive
                max_attempts = 5
                [services local]
                elastic_load_balancing_v2 =
                  endpoint_url = https://balancers
                """)
        place.variables.merge(variables) { $1 }
        return place
    }

    @Test func `the region is AWS_REGION, AWS_DEFAULT_REGION, then the profile's`() throws {
        #expect(try place().configuration().region == "eu-west-1")
        #expect(try place(["AWS_DEFAULT_REGION": "b"]).configuration().region == "b")
        #expect(try place(["AWS_DEFAULT_REGION": "b", "AWS_REGION": "a"]).configuration().region == "a")
        #expect(try place(["AWS_REGION": ""]).configuration().region == "eu-west-1")
        #expect(try Surrounded().configuration().region == nil)
    }

    @Test func `an endpoint is the service's variable, the general one, the services section, the profile's`() throws {
        func url(_ variables: [String: String], _ service: String = "Elastic Load Balancing v2") throws -> String? {
            try place(variables).configuration().endpointURL(serviceID: service)
        }
        let own = "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2"
        #expect(try url([own: "1", "AWS_ENDPOINT_URL": "2"]) == "1")
        #expect(try url(["AWS_ENDPOINT_URL": "2"]) == "2")
        #expect(try url([:]) == "https://balancers")
        #expect(try url([:], "EC2") == "https://profile")
        #expect(try url(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE", own: "1"]) == nil)
    }

    @Test func `bundle, proxies, FIPS and retries are what is set`() throws {
        let configuration = try place(["https_proxy": "http://p", "HTTPS_PROXY": "http://q", "NO_PROXY": "x,y"])
            .configuration()
        #expect(configuration.http.certificateBundle == "/home/x/bundle.pem")
        #expect(configuration.http.proxy.https == "http://p")
        #expect(configuration.http.proxy.exceptions == "x,y")
        #expect(configuration.usesFIPS && !configuration.usesDualStack)
        #expect(configuration.retryMode == "adaptive")
        #expect(configuration.maximumAttempts == 5)
        #expect(try place(["AWS_CA_BUNDLE": "/b"]).configuration().http.certificateBundle == "/b")
        #expect(try place(["AWS_MAX_ATTEMPTS": "0"]).configuration().maximumAttempts == nil)
    }

    @Test func `neither configuration nor profiles print what they hold`() throws {
        var place = Surrounded(credentials: "[default]\naws_secret_access_key = planted\n")
        place.variables["AWS_SECRET_ACCESS_KEY"] = "planted"
        var text = ""
        dump(try place.configuration(), to: &text)
        #expect(!"\(try place.configuration())\(text)".contains("planted"))
    }
}
