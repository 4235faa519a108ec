/*
 * Whether a key's word means something else where it stands: the name of a class, where a
 * secret is kept, what a sentence is about. [start, end) is the whole name that holds the word
 * at `at`.
 */
#ifndef MEANING_H
#define MEANING_H

#include "scan/scan.h"

struct value;

/* PublicKeyToken, libsecret, XDG_SESSION_ID; "PASS: a test"; arn:aws:x:1:secret:name */
int meaning_is_other(struct scan *scan, size_t start, size_t end);

/* public key, crashreporter key: the word before says that this key opens nothing. */
int meaning_is_turned_before(const struct scan *scan, size_t start, size_t end);

/* A station identified by x: a sentence, and not SQL's IDENTIFIED BY. */
int meaning_is_described(const struct scan *scan, size_t at, const struct value *value);

/* Fingerprint of local key: e7:d4:42:...: not the key itself, which [start, ...) is the name
 * of. */
int meaning_is_fingerprint(const struct scan *scan, size_t start, const struct value *value);

/* PSW : 0704c00180000000, as kernels of s390 print it: a processor's status word. */
int meaning_is_status_word(const struct scan *scan, size_t at, const struct value *value);

/* secret_id=7836, max_tokens=4096: the number of a secret, or of many. */
int meaning_is_number_of(const struct scan *scan, size_t end, size_t last,
                         const struct value *value);

/* secret_location=secret_location: a variable is passed on. */
int meaning_is_passed_on(const struct scan *scan, size_t start, size_t end,
                         const struct value *value);

/* session.run("x"): not the key, whose word ends at `end`, is called, but what belongs to it.
 */
int meaning_is_method(const struct scan *scan, size_t end, size_t last,
                      const struct value *value);

/* SET SESSION sql_mode='x', @@session.sql_mode: a setting of a database's, for one session. */
int meaning_is_setting(const struct scan *scan, size_t at, size_t end);

/* OTP-15909: Provoke x, MFA = {mod,init,1}: Erlang's release and its functions, not a code that
 * is valid once, which has digits and nothing but groups of them or letters. */
int meaning_is_erlang(const struct scan *scan, size_t at, size_t end,
                      const struct value *value);

/* t.pass("it works"), pass: "skipped", GVNPass: PASS: a test and what came of it. */
int meaning_is_verdict(const struct scan *scan, size_t start, size_t last,
                       const struct value *value);

#endif
