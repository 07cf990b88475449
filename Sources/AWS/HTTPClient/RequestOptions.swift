import CCurl
import HTTPMessages
import Values

/// Everything that curl is told about one request.
struct RequestOptions {
    let easy: UnsafeMutableRawPointer
    let request: HTTPRequest
    let settings: HTTPSettings

    /// The header fields as curl takes them; nil when there is no memory.
    static func fields(of request: HTTPRequest) -> UnsafeMutablePointer<curl_slist>? {
        var lines = ["Host: \(request.authority)"]
        for field in request.headers.fields {
            lines.append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        // A name without a value takes away what curl would add by itself.
        for name in ["Accept", "Expect", "Content-Type"] where request.headers[name] == nil { lines.append("\(name):") }
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = reconcile_curl_slist_append(list, line) else {
                reconcile_curl_slist_free_all(list)
                return nil
            }
            list = longer
        }
        return list
    }

    func set(
        fields: UnsafeMutablePointer<curl_slist>?, words: UnsafeMutablePointer<CChar>,
        transfer: UnsafeMutableRawPointer
    ) -> Bool {
        setText(CURLOPT_URL, request.url) && setMethod() && setSecurity() && setProxy() && setTimes()
            && reconcile_curl_set_list(easy, CURLOPT_HTTPHEADER, fields) == CURLE_OK
            && setPointer(CURLOPT_ERRORBUFFER, words) && setCallbacks(transfer)
    }

    private func setMethod() -> Bool {
        let hasBody = !request.body.isEmpty
        let method =
            if request.method == "HEAD" {
                setLong(CURLOPT_NOBODY, 1)
            } else if hasBody || ["POST", "PUT", "PATCH"].contains(request.method) {
                setLong(CURLOPT_POST, 1)
                    && reconcile_curl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
                        == CURLE_OK
                    && setText(CURLOPT_CUSTOMREQUEST, request.method)
            } else {
                setLong(CURLOPT_HTTPGET, 1) && setText(CURLOPT_CUSTOMREQUEST, request.method)
            }
        // curl repeats a request by itself when a kept connection breaks under it, unless the body can't be had again
        // (see `Callbacks.seek`). Without a body only a new connection prevents it, for methods that may not repeat.
        let mayRepeat = hasBody || ["GET", "HEAD", "PUT", "DELETE"].contains(request.method)
        return method && setLong(CURLOPT_FRESH_CONNECT, mayRepeat ? 0 : 1)
    }

    private func setSecurity() -> Bool {
        setLong(CURLOPT_SSL_VERIFYPEER, 1) && setLong(CURLOPT_SSL_VERIFYHOST, 2)
            && setLong(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
            && (settings.authorities.map(trustOnly) ?? true)
            && (settings.certificateBundle.map {
                setText(CURLOPT_CAINFO, $0) && setText(CURLOPT_PROXY_CAINFO, $0)
            } ?? true)
            && setText(CURLOPT_PROTOCOLS_STR, "http,https") && setLong(CURLOPT_FOLLOWLOCATION, 0)
            && setLong(CURLOPT_PATH_AS_IS, 1) && setLong(CURLOPT_HTTP09_ALLOWED, 0)
            && setLong(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    }

    /// Beside the text curl would trust whatever lies in the system's folder (CURLOPT_CAPATH has a default of its own).
    private func trustOnly(_ authorities: String) -> Bool {
        setBlob(CURLOPT_CAINFO_BLOB, Array(authorities.utf8))
            && reconcile_curl_set_text(easy, CURLOPT_CAPATH, nil) == CURLE_OK
    }

    /// The empty text keeps curl from reading the environment, which is not its business.
    private func setProxy() -> Bool {
        setText(CURLOPT_PROXY, settings.proxy[request.scheme])
            && setText(CURLOPT_NOPROXY, settings.proxy.exceptions) && setLong(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    private func setTimes() -> Bool {
        setLong(CURLOPT_CONNECTTIMEOUT_MS, max(1, settings.connectTimeout.milliseconds))
            // A name server that does not answer must not hold up the loop when its caller has given up.
            && setLong(CURLOPT_NOSIGNAL, 1) && setLong(CURLOPT_QUICK_EXIT, 1)
            && setLong(CURLOPT_TCP_KEEPALIVE, 1) && setLong(CURLOPT_MAXAGE_CONN, max(1, settings.idleLimit.seconds))
            && setLong(CURLOPT_BUFFERSIZE, 128 << 10)
    }

    private func setCallbacks(_ transfer: UnsafeMutableRawPointer) -> Bool {
        reconcile_curl_set_start(easy, Callbacks.start) == CURLE_OK && setPointer(CURLOPT_PREREQDATA, transfer)
            && reconcile_curl_set_transfer(easy, CURLOPT_READFUNCTION, Callbacks.read) == CURLE_OK
            && setPointer(CURLOPT_READDATA, transfer) && reconcile_curl_set_seek(easy, Callbacks.seek) == CURLE_OK
            && reconcile_curl_set_transfer(easy, CURLOPT_HEADERFUNCTION, Callbacks.header) == CURLE_OK
            && setPointer(CURLOPT_HEADERDATA, transfer)
            && reconcile_curl_set_transfer(easy, CURLOPT_WRITEFUNCTION, Callbacks.write) == CURLE_OK
            && setPointer(CURLOPT_WRITEDATA, transfer)
    }

    private func setLong(_ option: CURLoption, _ value: Int) -> Bool {
        reconcile_curl_set_long(easy, option, value) == CURLE_OK
    }

    private func setText(_ option: CURLoption, _ value: String) -> Bool {
        reconcile_curl_set_text(easy, option, value) == CURLE_OK
    }

    /// curl keeps a copy of the bytes.
    private func setBlob(_ option: CURLoption, _ bytes: [UInt8]) -> Bool {
        reconcile_curl_set_blob(easy, option, bytes, bytes.count) == CURLE_OK
    }

    private func setPointer(_ option: CURLoption, _ value: UnsafeMutableRawPointer) -> Bool {
        reconcile_curl_set_pointer(easy, option, value) == CURLE_OK
    }
}
