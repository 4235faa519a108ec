/*
 * libcurl, loaded when somebody is to be asked something and not before. It brings some thirty
 * libraries, and most commands, and most runs from cron, have nothing to send: what it costs to
 * start would be nearly all theirs.
 */
#ifndef CURL_LIBRARY_H
#define CURL_LIBRARY_H

#include <curl/curl.h>

/* The functions of libcurl that we use, without their "curl_". */
#define CURL_LIBRARY_FUNCTIONS(F)                                                              \
    F(global_init)                                                                             \
    F(global_cleanup)                                                                          \
    F(easy_init)                                                                               \
    F(easy_setopt)                                                                             \
    F(easy_perform)                                                                            \
    F(easy_getinfo)                                                                            \
    F(easy_strerror)                                                                           \
    F(easy_reset)                                                                              \
    F(easy_cleanup)                                                                            \
    F(slist_append)                                                                            \
    F(slist_free_all)                                                                          \
    F(url)                                                                                     \
    F(url_set)                                                                                 \
    F(url_get)                                                                                 \
    F(url_cleanup)                                                                             \
    F(free)

struct curl_library {
#define CURL_LIBRARY_MEMBER(name) __typeof__(curl_##name) *(name);
    CURL_LIBRARY_FUNCTIONS(CURL_LIBRARY_MEMBER)
#undef CURL_LIBRARY_MEMBER
};

/*
 * The library, which stays loaded once it is. NULL when it cannot be had; then *ret_error,
 * where it is wanted, says why: it is dlerror()'s and good until the next call.
 */
const struct curl_library *curl_library(const char **ret_error);

#endif
