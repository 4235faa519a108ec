#include "http_url.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include "curl_library.h"

static bool is_loopback(const char *host)
{
    struct in_addr address;

    if (strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0) {
        return true;
    }
    return inet_pton(AF_INET, host, &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}

/* Judge the parsed URL; *ret_loopback where it is acceptable. */
static const char *refuse_parsed(const struct curl_library *curl, CURLU *parsed,
                                 const char *url, bool *ret_loopback)
{
    static const struct part {
        CURLUPart part;
        const char *complaint;
    } unwanted[] = {
        {CURLUPART_USER, "holds a user name: what lets us in has settings of its own"},
        {CURLUPART_PASSWORD, "holds a password: what lets us in has settings of its own"},
        {CURLUPART_QUERY, "has a query"},
        {CURLUPART_FRAGMENT, "has a fragment"},
    };
    char *value = NULL;

    if (curl->url_set(parsed, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
        return "is not a URL like https://HOST";
    }
    for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++) {
        if (curl->url_get(parsed, unwanted[i].part, &value, 0) == CURLUE_OK) {
            curl->free(value);
            return unwanted[i].complaint;
        }
    }
    if (curl->url_get(parsed, CURLUPART_HOST, &value, 0) != CURLUE_OK) {
        return "names no host";
    }
    bool loopback = is_loopback(value);
    curl->free(value);
    if (curl->url_get(parsed, CURLUPART_SCHEME, &value, 0) != CURLUE_OK) {
        return "is not a URL like https://HOST";
    }
    bool https = strcmp(value, "https") == 0;
    bool http = strcmp(value, "http") == 0;
    curl->free(value);
    if (!https && !http) {
        return "must begin with https://";
    }
    if (http && !loopback) {
        return "must begin with https:// (http:// is for loopback only)";
    }
    *ret_loopback = loopback;
    return NULL;
}

#define NAME "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"

/*
 * https://HOST.NAME[:PORT][/PATH] in letters and digits: every parser reads it alike, so it
 * needs no library's. The last label begins with a letter, which no address does.
 */
static bool is_plain(const char *url)
{
    static const char scheme[] = "https://";

    if (strncmp(url, scheme, sizeof scheme - 1) != 0 || strstr(url, "..") != NULL) {
        return false;
    }
    const char *host = url + sizeof scheme - 1;
    const char *end = host + strspn(host, NAME ".");
    const char *last = end;
    while (last > host && last[-1] != '.') {
        last--;
    }
    if (last - host < 2 || host[0] == '.' || last[0] == '-' || strspn(last, "0123456789") > 0 ||
        end == last) {
        return false;
    }
    if (*end == ':') {
        size_t digits = strspn(end + 1, "0123456789");
        if (digits == 0 || digits > 4 || end[1] == '0') {
            return false;
        }
        end += 1 + digits;
    }
    return *end == '\0' || (*end == '/' && end[strspn(end, NAME "_/")] == '\0');
}

const char *http_url_refuse(const char *url, bool *ret_loopback)
{
    bool loopback = false;

    if (ret_loopback == NULL) {
        ret_loopback = &loopback;
    }
    if (is_plain(url)) {
        *ret_loopback = false;
        return NULL;
    }
    const struct curl_library *curl = curl_library(NULL);
    CURLU *parsed = curl != NULL ? curl->url() : NULL;

    if (parsed == NULL) {
        return curl == NULL ? "cannot be judged without libcurl"
                            : "cannot be parsed: out of memory";
    }
    /* What curl would quietly strip or encode has no business in a URL. */
    for (const char *c = url; *c != '\0'; c++) {
        if ((unsigned char)*c <= 0x20 || (unsigned char)*c >= 0x7f) {
            curl->url_cleanup(parsed);
            return "holds a space or a control or non-ASCII character";
        }
    }
    const char *complaint = refuse_parsed(curl, parsed, url, ret_loopback);
    curl->url_cleanup(parsed);
    return complaint;
}
