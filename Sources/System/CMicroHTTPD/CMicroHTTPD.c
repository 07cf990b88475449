#include "CMicroHTTPD.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

/* What is used of libmicrohttpd; one list, so that nothing can be called that was not looked for. */
#define FUNCTIONS(X)                                                                                                   \
    X(start_daemon) X(stop_daemon) X(get_daemon_info) X(get_connection_values) X(suspend_connection)                   \
    X(resume_connection) X(create_response_from_buffer) X(add_response_header) X(queue_response) X(destroy_response)

#define MEMBER(name) __typeof__(&MHD_##name) name;
static struct { FUNCTIONS(MEMBER) } mhd;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int is_ready = 0;

static void load(void) {
    void *library = dlopen("libmicrohttpd.so.12", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return;
#define FIND(name)                                                                                                     \
    mhd.name = (__typeof__(mhd.name))dlsym(library, "MHD_" #name);                                                     \
    if (mhd.name == NULL) return;
    FUNCTIONS(FIND)
    is_ready = 1;
}

int reconcile_mhd_load(void) {
    pthread_once(&once, load);
    return is_ready;
}

struct MHD_Daemon *reconcile_mhd_start(
    const char *host, unsigned short port, MHD_AccessHandlerCallback handler, MHD_RequestCompletedCallback completed,
    void *(*begun)(void *, const char *, struct MHD_Connection *), void *context, const char *key,
    const char *certificate) {
    struct sockaddr_in six4;
    struct sockaddr_in6 six6;
    const struct sockaddr *address;
    unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    if (!reconcile_mhd_load()) return NULL;
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
    return mhd.start_daemon(
        flags, port, NULL, NULL, handler, context, MHD_OPTION_SOCK_ADDR, address, MHD_OPTION_NOTIFY_COMPLETED,
        completed, context, MHD_OPTION_URI_LOG_CALLBACK, begun, context, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned int)75, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)(256 * 1024), MHD_OPTION_LISTENING_ADDRESS_REUSE,
        (unsigned int)1, MHD_OPTION_ARRAY, key && certificate ? tls : none, MHD_OPTION_END);
}

void reconcile_mhd_stop(struct MHD_Daemon *daemon) { mhd.stop_daemon(daemon); }

unsigned short reconcile_mhd_port(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = mhd.get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

int reconcile_mhd_headers(struct MHD_Connection *connection, MHD_KeyValueIterator visit, void *context) {
    return mhd.get_connection_values(connection, MHD_HEADER_KIND, visit, context);
}

void reconcile_mhd_suspend(struct MHD_Connection *connection) { mhd.suspend_connection(connection); }
void reconcile_mhd_resume(struct MHD_Connection *connection) { mhd.resume_connection(connection); }

struct MHD_Response *reconcile_mhd_response(void *bytes, size_t count) {
    return mhd.create_response_from_buffer(count, bytes, MHD_RESPMEM_MUST_COPY);
}
enum MHD_Result reconcile_mhd_add_header(struct MHD_Response *response, const char *name, const char *value) {
    return mhd.add_response_header(response, name, value);
}
enum MHD_Result reconcile_mhd_queue(
    struct MHD_Connection *connection, unsigned int status, struct MHD_Response *response) {
    return mhd.queue_response(connection, status, response);
}
void reconcile_mhd_destroy(struct MHD_Response *response) { mhd.destroy_response(response); }
