#include "safe.h"

#include "mapping.h"
#include "raw.h"

/* Some ten thousand mappings, which take the kernel some ten milliseconds to tell. */
#define MAPS_MAX_BYTES (1u << 20)

/* With what the kernel may add: an escape for each newline, and " (deleted)". A longer path is
 * left out: what is cut might be half a secret, which nobody would recognise. */
#define PATH_MAX_BYTES RECORD_VALUE_MAX

struct maps {
    long fd;
    size_t at, length;
    size_t total;
    char bytes[4096];
};

struct mapping {
    uintptr_t low, high;
    uintptr_t offset;
    char perms[8];
    size_t path_length;
    char path[PATH_MAX_BYTES];
};

#define END (-1)

static int next_byte(struct maps *maps)
{
    if (maps->at == maps->length) {
        long got = maps->total < MAPS_MAX_BYTES
                       ? raw(SYS_read, maps->fd, maps->bytes, sizeof maps->bytes)
                       : 0;
        if (got <= 0) {
            return END;
        }
        maps->at = 0;
        maps->length = (size_t)got;
        maps->total += (size_t)got;
    }
    return (unsigned char)maps->bytes[maps->at++];
}

/* A number and the one byte after it. */
static uintptr_t read_hex(struct maps *maps)
{
    uintptr_t number = 0;

    for (;;) {
        int byte = next_byte(maps);
        if (byte >= '0' && byte <= '9') {
            number = number << 4 | (uintptr_t)(byte - '0');
        } else if (byte >= 'a' && byte <= 'f') {
            number = number << 4 | (uintptr_t)(byte - 'a' + 10);
        } else {
            return number;
        }
    }
}

/* Up to `stop` or the end of the line, which is returned; what does not fit is counted only. */
static int read_until(struct maps *maps, int stop, char *to, size_t size, size_t *ret_length)
{
    size_t length = 0;
    int byte;

    while ((byte = next_byte(maps)) != END && byte != stop && byte != '\n') {
        if (length < size) {
            to[length] = (char)byte;
        }
        length++;
    }
    *ret_length = length;
    return byte;
}

/* "low-high perms offset device inode   path", of which the first two are read. False when the
 * line is torn. */
static bool read_rest(struct maps *maps, struct mapping *mapping)
{
    size_t length;

    read_until(maps, ' ', mapping->perms, sizeof mapping->perms - 1, &length);
    mapping->offset = read_hex(maps);
    read_until(maps, ' ', NULL, 0, &length);
    read_until(maps, ' ', NULL, 0, &length);
    int byte = next_byte(maps);
    while (byte == ' ') {
        byte = next_byte(maps);
    }
    if (byte == '\n' || byte == END) {
        return byte == '\n';
    }
    mapping->path[0] = (char)byte;
    byte = read_until(maps, '\n', mapping->path + 1, sizeof mapping->path - 1, &length);
    mapping->path_length = length < sizeof mapping->path ? length + 1 : 0;
    return byte == '\n';
}

static bool find(struct maps *maps, uintptr_t address, struct mapping *mapping)
{
    size_t ignored;

    do {
        mapping->low = read_hex(maps);
        mapping->high = read_hex(maps);
        if (mapping->high > address) {
            return mapping->low <= address && read_rest(maps, mapping);
        }
    } while (read_until(maps, '\n', NULL, 0, &ignored) == '\n');
    return false;
}

void mapping_write(struct record_text *text, uintptr_t address)
{
    static struct maps maps;
    static struct mapping mapping;

    maps.at = maps.length = maps.total = 0;
    memset(mapping.perms, 0, sizeof mapping.perms);
    mapping.path_length = 0;
    maps.fd = raw(SYS_openat, AT_FDCWD, "/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (maps.fd < 0) {
        return;
    }
    bool found = find(&maps, address, &mapping);
    raw(SYS_close, maps.fd);
    if (!found) {
        return;
    }
    line_begin(text, RECORD_MAPPING);
    put_verbatim(text, "low=");
    put_hex(text, mapping.low);
    put_verbatim(text, " high=");
    put_hex(text, mapping.high);
    put_verbatim(text, " perms=");
    put_verbatim(text, mapping.perms);
    put_verbatim(text, " offset=");
    put_hex(text, mapping.offset);
    put_verbatim(text, " path=");
    put_foreign(text, mapping.path, mapping.path_length);
    line_end(text);
}
