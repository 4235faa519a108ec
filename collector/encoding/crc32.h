/* The checksum of IEEE 802.3, as zlib's crc32() and the shim compute it. */
#ifndef CRC32_H
#define CRC32_H

#include <stddef.h>
#include <stdint.h>

uint32_t crc32_of(const void *bytes, size_t length);

#endif
