#ifndef RECONCILE_CCURL_H
#define RECONCILE_CCURL_H
#if !__has_include(<curl/curl.h>)
#error "libcurl's headers are missing: run scripts/setup, or apt install libcurl4-openssl-dev"
#endif
#include <curl/curl.h>

/* libcurl, loaded when it is first used: with the thirty libraries that it needs it would cost every start of the program
   some six milliseconds, also where nothing is sent. Its own names are declared by its header and must not be called;
   these are called instead, and only after reconcile_curl_load has said 1. */

/* Loads libcurl once and readies it for the process, from any thread; 0 when it can't be had. */
int reconcile_curl_load(void);

CURL *reconcile_curl_easy_init(void);
void reconcile_curl_easy_reset(CURL *easy);
void reconcile_curl_easy_cleanup(CURL *easy);
const char *reconcile_curl_easy_strerror(CURLcode code);
CURLM *reconcile_curl_multi_init(void);
CURLMcode reconcile_curl_multi_add_handle(CURLM *multi, CURL *easy);
CURLMcode reconcile_curl_multi_remove_handle(CURLM *multi, CURL *easy);
CURLMcode reconcile_curl_multi_perform(CURLM *multi, int *running);
CURLMcode reconcile_curl_multi_poll(CURLM *multi, int milliseconds);
CURLMcode reconcile_curl_multi_wakeup(CURLM *multi);
CURLMsg *reconcile_curl_multi_info_read(CURLM *multi, int *left);
CURLMcode reconcile_curl_multi_cleanup(CURLM *multi);
struct curl_slist *reconcile_curl_slist_append(struct curl_slist *list, const char *line);
void reconcile_curl_slist_free_all(struct curl_slist *list);

/* curl's setters and getters take variable arguments, which Swift can't call: one function for each type. */
CURLcode reconcile_curl_set_long(CURL *easy, CURLoption option, long value);
CURLcode reconcile_curl_set_size(CURL *easy, CURLoption option, curl_off_t value);
CURLcode reconcile_curl_set_text(CURL *easy, CURLoption option, const char *value);
CURLcode reconcile_curl_set_pointer(CURL *easy, CURLoption option, void *value);
/* The bytes are copied. */
CURLcode reconcile_curl_set_blob(CURL *easy, CURLoption option, const void *bytes, size_t count);
CURLcode reconcile_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value);
CURLcode reconcile_curl_set_transfer(CURL *easy, CURLoption option, curl_write_callback value);
CURLcode reconcile_curl_set_seek(CURL *easy, curl_seek_callback value);
CURLcode reconcile_curl_set_start(CURL *easy, curl_prereq_callback value);
CURLcode reconcile_curl_get_long(CURL *easy, CURLINFO info, long *value);
#endif
