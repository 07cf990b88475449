#ifndef RECONCILE_CMICROHTTPD_H
#define RECONCILE_CMICROHTTPD_H
#if !__has_include(<microhttpd.h>)
#error "libmicrohttpd's headers are missing: run scripts/setup, or apt install libmicrohttpd-dev"
#endif
#include <microhttpd.h>

/* libmicrohttpd, loaded when the first server begins: with GnuTLS behind it it would cost every start of the program some
   three milliseconds. Its own names are declared by its header and must not be called; these are called instead. */

/* Loads libmicrohttpd once, from any thread; 0 when it can't be had. */
int reconcile_mhd_load(void);

/* Begins a server with a thread of its own on a numeric loopback address; `key` and `certificate` (PEM) may be null.
   Loads the library; null when that or the server's beginning fails. */
struct MHD_Daemon *reconcile_mhd_start(
    const char *host, unsigned short port, MHD_AccessHandlerCallback handler, MHD_RequestCompletedCallback completed,
    void *(*begun)(void *, const char *, struct MHD_Connection *), void *context, const char *key,
    const char *certificate);

void reconcile_mhd_stop(struct MHD_Daemon *daemon);

/* The port that the server listens on; 0 when it can't be told. */
unsigned short reconcile_mhd_port(struct MHD_Daemon *daemon);

/* The kinds of field and of memory are enumerations that Swift imports under other names with each release. */
int reconcile_mhd_headers(struct MHD_Connection *connection, MHD_KeyValueIterator visit, void *context);

void reconcile_mhd_suspend(struct MHD_Connection *connection);
void reconcile_mhd_resume(struct MHD_Connection *connection);

/* An answer with a copy of the bytes. */
struct MHD_Response *reconcile_mhd_response(void *bytes, size_t count);
enum MHD_Result reconcile_mhd_add_header(struct MHD_Response *response, const char *name, const char *value);
enum MHD_Result reconcile_mhd_queue(struct MHD_Connection *connection, unsigned int status, struct MHD_Response *response);
void reconcile_mhd_destroy(struct MHD_Response *response);
#endif
