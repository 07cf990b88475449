import CCurl

/// The functions that curl calls; the last argument is the address of the `Transfer`, which outlives its handle's use.
enum Callbacks {
    static let start: curl_prereq_callback = { context, _, _, _, _ in
        transfer(context)?.begin()
        return CURL_PREREQFUNC_OK
    }

    static let read: curl_write_callback = { target, size, count, context in
        transfer(context)?.give(UnsafeMutableRawBufferPointer(start: target, count: size * count)) ?? 0
    }

    /// Refuses to begin the body again, so that curl never repeats a request by itself.
    static let seek: curl_seek_callback = { _, _, _ in CURL_SEEKFUNC_FAIL }

    static let header: curl_write_callback = { line, size, count, context in
        let bytes = UnsafeRawBufferPointer(start: line, count: size * count)
        return transfer(context)?.takeHeader(bytes) == true ? bytes.count : 0
    }

    static let write: curl_write_callback = { piece, size, count, context in
        let bytes = UnsafeRawBufferPointer(start: piece, count: size * count)
        return transfer(context)?.takeBody(bytes) == true ? bytes.count : 0
    }

    private static func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }
}
