#ifndef RECONCILE_CMICROHTTPD_SHIM_H
#define RECONCILE_CMICROHTTPD_SHIM_H
#include <microhttpd.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

/* libmicrohttpd's start and questions take variable arguments, which Swift can't call. */

/* Begins a server with a thread of its own on a numeric loopback address; `key` and `certificate` (PEM) may be null. */
static inline struct MHD_Daemon *reconcile_mhd_start(
    const char *host, unsigned short port, MHD_AccessHandlerCallback handler, MHD_RequestCompletedCallback completed,
    void *(*begun)(void *, const char *, struct MHD_Connection *), void *context, const char *key,
    const char *certificate) {
    struct sockaddr_in six4;
    struct sockaddr_in6 six6;
    const struct sockaddr *address;
    unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    memset(&six4, 0, sizeof six4);
    memset(&six6, 0, sizeof six6);
    if (inet_pton(AF_INET, host, &six4.sin_addr) == 1) {
        six4.sin_family = AF_INET;
        six4.sin_port = htons(port);
        address = (const struct sockaddr *)&six4;
    } else if (inet_pton(AF_INET6, host, &six6.sin6_addr) == 1) {
        six6.sin6_family = AF_INET6;
        six6.sin6_port = htons(port);
        address = (const struct sockaddr *)&six6;
        flags |= MHD_USE_IPv6;
    } else {
        return NULL;
    }
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)key},
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)certificate},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    if (key && certificate) flags |= MHD_USE_TLS;
    return MHD_start_daemon(
        flags, port, NULL, NULL, handler, context, MHD_OPTION_SOCK_ADDR, address, MHD_OPTION_NOTIFY_COMPLETED,
        completed, context, MHD_OPTION_URI_LOG_CALLBACK, begun, context, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned int)75, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)(256 * 1024), MHD_OPTION_LISTENING_ADDRESS_REUSE,
        (unsigned int)1, MHD_OPTION_ARRAY, key && certificate ? tls : none, MHD_OPTION_END);
}

/* The port that the server listens on; 0 when it can't be told. */
static inline unsigned short reconcile_mhd_port(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

/* The kinds of field and of memory are enumerations that Swift imports under other names with each release. */
static inline int reconcile_mhd_headers(struct MHD_Connection *connection, MHD_KeyValueIterator visit, void *context) {
    return MHD_get_connection_values(connection, MHD_HEADER_KIND, visit, context);
}

/* An answer with a copy of the bytes. */
static inline struct MHD_Response *reconcile_mhd_response(void *bytes, size_t count) {
    return MHD_create_response_from_buffer(count, bytes, MHD_RESPMEM_MUST_COPY);
}
#endif
