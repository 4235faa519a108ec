/*
 * Four numbers may be a version or a host's address: what the text says of them.
 */
#ifndef VERSION_H
#define VERSION_H

#include "scan/scan.h"

/* Whether a word before the numbers at `at` says that they are a version: build 1.2.3.4. What
 * stands in the lines before says nothing if `line_only`. */
int version_is_said(const struct scan *scan, size_t at, int line_only);

/* Whether a word before them says that they are an address: connected to 8.8.4.4. */
int version_host_is_said(const struct scan *scan, size_t at);

/* Whether they are the value of a key that means an address: privateIp: "10.2.0.7". */
int version_host_is_key(const struct scan *scan, size_t at);

/* Whether what stands around the numbers in [at, end) makes them a package's: libx>=10.2.0.4,
 * Flash Player 10.0.12.36, [conda] libcufft 10.9.0.58 */
int version_is_package(const struct scan *scan, size_t at, size_t end);

#endif
