#ifndef RECONCILE_CZLIB_SHIM_H
#define RECONCILE_CZLIB_SHIM_H
#include <zlib.h>

/* deflateInit2 and inflateInit2 are macros; 31 asks for a gzip header and trailer (zlib.h). */
static inline int reconcile_gzip_begin(z_stream *stream) {
    return deflateInit2(stream, Z_BEST_COMPRESSION, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
}
static inline int reconcile_gunzip_begin(z_stream *stream) { return inflateInit2(stream, 31); }
#endif
