#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

/* What is used of libcurl; one list, so that nothing can be called that was not looked for. */
#define FUNCTIONS(X)                                                                                                   \
    X(global_init) X(easy_init) X(easy_reset) X(easy_cleanup) X(easy_strerror) X(easy_setopt) X(easy_getinfo)          \
    X(multi_init) X(multi_add_handle) X(multi_remove_handle) X(multi_perform) X(multi_poll) X(multi_wakeup)            \
    X(multi_info_read) X(multi_cleanup) X(slist_append) X(slist_free_all)

#define MEMBER(name) __typeof__(&curl_##name) name;
static struct { FUNCTIONS(MEMBER) } curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int is_ready = 0;

static void load(void) {
    /* The name of its interface, which has not changed since 2006; a process that has it keeps it. */
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return;
#define FIND(name)                                                                                                     \
    curl.name = (__typeof__(curl.name))dlsym(library, "curl_" #name);                                                  \
    if (curl.name == NULL) return;
    FUNCTIONS(FIND)
    is_ready = curl.global_init(CURL_GLOBAL_ALL) == CURLE_OK;
}

int reconcile_curl_load(void) {
    pthread_once(&once, load);
    return is_ready;
}

CURL *reconcile_curl_easy_init(void) { return curl.easy_init(); }
void reconcile_curl_easy_reset(CURL *easy) { curl.easy_reset(easy); }
void reconcile_curl_easy_cleanup(CURL *easy) { curl.easy_cleanup(easy); }
const char *reconcile_curl_easy_strerror(CURLcode code) { return curl.easy_strerror(code); }
CURLM *reconcile_curl_multi_init(void) { return curl.multi_init(); }
CURLMcode reconcile_curl_multi_add_handle(CURLM *multi, CURL *easy) { return curl.multi_add_handle(multi, easy); }
CURLMcode reconcile_curl_multi_remove_handle(CURLM *multi, CURL *easy) {
    return curl.multi_remove_handle(multi, easy);
}
CURLMcode reconcile_curl_multi_perform(CURLM *multi, int *running) { return curl.multi_perform(multi, running); }
CURLMcode reconcile_curl_multi_poll(CURLM *multi, int milliseconds) {
    return curl.multi_poll(multi, NULL, 0, milliseconds, NULL);
}
CURLMcode reconcile_curl_multi_wakeup(CURLM *multi) { return curl.multi_wakeup(multi); }
CURLMsg *reconcile_curl_multi_info_read(CURLM *multi, int *left) { return curl.multi_info_read(multi, left); }
CURLMcode reconcile_curl_multi_cleanup(CURLM *multi) { return curl.multi_cleanup(multi); }
struct curl_slist *reconcile_curl_slist_append(struct curl_slist *list, const char *line) {
    return curl.slist_append(list, line);
}
void reconcile_curl_slist_free_all(struct curl_slist *list) { curl.slist_free_all(list); }

CURLcode reconcile_curl_set_long(CURL *easy, CURLoption option, long value) {
    return curl.easy_setopt(easy, option, value);
}
CURLcode reconcile_curl_set_size(CURL *easy, CURLoption option, curl_off_t value) {
    return curl.easy_setopt(easy, option, value);
}
CURLcode reconcile_curl_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl.easy_setopt(easy, option, value);
}
CURLcode reconcile_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl.easy_setopt(easy, option, value);
}
CURLcode reconcile_curl_set_blob(CURL *easy, CURLoption option, const void *bytes, size_t count) {
    struct curl_blob blob = {(void *)bytes, count, CURL_BLOB_COPY};
    return curl.easy_setopt(easy, option, &blob);
}
CURLcode reconcile_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl.easy_setopt(easy, option, value);
}
CURLcode reconcile_curl_set_transfer(CURL *easy, CURLoption option, curl_write_callback value) {
    return curl.easy_setopt(easy, option, value);
}
CURLcode reconcile_curl_set_seek(CURL *easy, curl_seek_callback value) {
    return curl.easy_setopt(easy, CURLOPT_SEEKFUNCTION, value);
}
CURLcode reconcile_curl_set_start(CURL *easy, curl_prereq_callback value) {
    return curl.easy_setopt(easy, CURLOPT_PREREQFUNCTION, value);
}
CURLcode reconcile_curl_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl.easy_getinfo(easy, info, value);
}
