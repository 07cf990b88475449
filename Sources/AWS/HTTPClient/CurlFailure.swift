import CCurl

/// curl's error codes in our words (libcurl-errors(3)).
enum CurlFailure {
    /// - Parameters:
    ///   - isBegun: the connection stood and the request went out.
    ///   - isAnswered: the final status line had come.
    static func kind(_ code: CURLcode, isBegun: Bool, isAnswered: Bool) -> HTTPError.Kind {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: .hostNotFound
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxyFailed
        case CURLE_COULDNT_CONNECT: .connectFailed
        case CURLE_OPERATION_TIMEDOUT: isBegun ? .stalled : .connectTimeout
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR: .untrustedCertificate
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM: .handshakeFailed
        case CURLE_SSL_CACERT_BADFILE, CURLE_URL_MALFORMAT: .invalidRequest
        case CURLE_PARTIAL_FILE: isAnswered ? .truncated : .connectionLost
        case CURLE_FILESIZE_EXCEEDED: .tooLarge
        // A header line beyond 100 KiB, which curl does not call by its name.
        case CURLE_OUT_OF_MEMORY where isBegun: .tooLarge
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING: .malformed
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_SEND_FAIL_REWIND, CURLE_HTTP2,
            CURLE_HTTP2_STREAM:
            // Before the request goes out only a proxy's tunnel is spoken to.
            isBegun ? .connectionLost : .proxyFailed
        default: .internalFailure
        }
    }

    /// curl's words where they say more than the kind; only of stages in which nothing secret is at hand.
    static func detail(_ code: CURLcode, _ kind: HTTPError.Kind, words: UnsafePointer<CChar>) -> String {
        switch kind {
        case .hostNotFound, .connectFailed, .connectTimeout, .untrustedCertificate, .handshakeFailed:
            let text = String(cString: words)
            return text.isEmpty ? String(cString: reconcile_curl_easy_strerror(code)) : text
        case .proxyFailed, .internalFailure: return String(cString: reconcile_curl_easy_strerror(code))
        default: return ""
        }
    }
}
