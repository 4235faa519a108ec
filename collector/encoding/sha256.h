/* SHA-256 (FIPS 180-4) and its HMAC (RFC 2104). */
#ifndef SHA256_H
#define SHA256_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_SIZE 32

void sha256(const void *data, size_t length, uint8_t ret_digest[SHA256_SIZE]);

/* The key has at most 64 bytes. */
void sha256_hmac(const void *key, size_t key_length, const void *data, size_t length,
                 uint8_t ret_digest[SHA256_SIZE]);

#endif
