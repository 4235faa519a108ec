/* Names as compilers write them into object files, and as people read them. */
#ifndef COLLECTOR_DEMANGLE_H /* libiberty has taken the short one */
#define COLLECTOR_DEMANGLE_H

/* No name is longer; templates can make one of megabytes out of a few hundred bytes. */
#define DEMANGLE_LENGTH_MAX 16384

/*
 * The readable form of a C++ (Itanium) or Rust (legacy and v0) symbol, without a symbol
 * version or a return type; any other symbol as it is. The caller frees it. NULL: no memory.
 */
char *demangle_symbol(const char *symbol) __attribute__((warn_unused_result));

/* Likewise for a C++ type as std::type_info::name() gives it: "St13runtime_error". */
char *demangle_type(const char *type) __attribute__((warn_unused_result));

/*
 * For reading: template arguments become <...>, an argument list (...), a Rust hash and a
 * compiler's ".cold" or ".isra.0" go. Shortens nothing that is short already. The caller frees
 * it. NULL: no memory.
 */
char *demangle_shorten(const char *function) __attribute__((warn_unused_result));

#endif
