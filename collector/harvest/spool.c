#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "claim.h"
#include "encoding/crc32.h"

/* Geometry that a header may claim. The rest is refused: no honest writer makes it. */
#define HEADER_SIZE_MAX (1u << 20)
#define SLOT_SIZE_MIN 4096u
#define SLOT_SIZE_MAX (256u * 1024u)

struct spool {
    int fd;
    uint32_t owner_uid;
    uint32_t header_size;
    uint32_t slot_size;
    unsigned slot_count;
    unsigned char *map; /* SPOOL_HARVEST only */
    size_t map_size;
    struct sigaction old_bus;
};

/*
 * A file that shrinks under its mapping raises SIGBUS at the next access. The handler puts a
 * page of zeros there, which reads as a free slot: the run goes on, the file's owner loses
 * what he cut off. One spool is mapped at a time.
 */
static struct {
    unsigned char *start;
    unsigned char *end;
    volatile sig_atomic_t cut_short;
} g_mapping;

static void on_bus_error(int signal_number, siginfo_t *info, void *context)
{
    unsigned char *address = info->si_addr;
    uintptr_t page_mask = (uintptr_t)getpagesize() - 1;

    (void)context;
    if (address >= g_mapping.start && address < g_mapping.end) {
        void *page = address - ((uintptr_t)address & page_mask);
        if (mmap(page, page_mask + 1, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED) {
            g_mapping.cut_short = 1;
            return;
        }
    }
    signal(signal_number, SIG_DFL);
}

/* pread(2) all of it or fail. */
static int read_exactly(int fd, void *buffer, size_t length, uint64_t offset)
{
    unsigned char *bytes = buffer;

    while (length > 0) {
        ssize_t got = pread(fd, bytes, length, (off_t)offset);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got < 0 ? -errno : -EIO;
        }
        bytes += got;
        length -= (size_t)got;
        offset += (uint64_t)got;
    }
    return 0;
}

static int check_file(struct spool *spool, enum spool_mode mode, uint64_t *ret_size)
{
    struct stat info;

    if (fstat(spool->fd, &info) != 0) {
        return -errno;
    }
    if (!S_ISREG(info.st_mode) || info.st_size < 0) {
        return -EINVAL;
    }
    if (mode == SPOOL_HARVEST && (info.st_nlink != 1 || info.st_uid != geteuid())) {
        return -EPERM;
    }
    spool->owner_uid = info.st_uid;
    *ret_size = (uint64_t)info.st_size;
    return 0;
}

static int read_geometry(struct spool *spool, uint64_t file_size)
{
    struct {
        char magic[8];
        uint32_t version, header_size, slot_size, slot_count;
    } head;
    static_assert(offsetof(struct epitaph_spool_header, reserved) == sizeof head, "prefix");

    if (read_exactly(spool->fd, &head, sizeof head, 0) != 0 ||
        memcmp(head.magic, EPITAPH_SPOOL_MAGIC, sizeof head.magic) != 0) {
        return -EINVAL;
    }
    if (head.version != EPITAPH_SPOOL_VERSION) {
        return -EPROTONOSUPPORT;
    }
    if (head.slot_count > EPITAPH_SLOT_COUNT_MAX ||
        head.header_size < EPITAPH_SLOT_HEADER_OFFSET(head.slot_count) ||
        head.header_size > HEADER_SIZE_MAX || head.header_size % 64 != 0 ||
        head.slot_size < SLOT_SIZE_MIN || head.slot_size > SLOT_SIZE_MAX ||
        head.slot_size % 64 != 0 || file_size < head.header_size) {
        return -EINVAL;
    }
    uint64_t room = (file_size - head.header_size) / head.slot_size;
    spool->header_size = head.header_size;
    spool->slot_size = head.slot_size;
    spool->slot_count = room < head.slot_count ? (unsigned)room : head.slot_count;
    return 0;
}

static int map_slots(struct spool *spool)
{
    struct sigaction action = {.sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO};

    spool->map_size = spool->header_size + (size_t)spool->slot_count * spool->slot_size;
    void *map = mmap(NULL, spool->map_size, PROT_READ | PROT_WRITE, MAP_SHARED, spool->fd, 0);
    if (map == MAP_FAILED) {
        return -errno;
    }
    spool->map = map;
    g_mapping.start = spool->map;
    g_mapping.end = spool->map + spool->map_size;
    g_mapping.cut_short = 0;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, &spool->old_bus);
    return 0;
}

int spool_open(const char *path, enum spool_mode mode, struct spool **ret_spool)
{
    struct spool *spool = calloc(1, sizeof *spool);
    uint64_t file_size = 0;

    if (spool == NULL) {
        return -ENOMEM;
    }
    /* O_NONBLOCK: a FIFO must not hold us up before fstat(2) finds it out. */
    int access = mode == SPOOL_HARVEST ? O_RDWR : O_RDONLY;
    spool->fd = open(path, access | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    int error = spool->fd < 0 ? -errno : 0;
    if (error == 0) {
        error = check_file(spool, mode, &file_size);
    }
    if (error == 0) {
        error = read_geometry(spool, file_size);
    }
    if (error == 0 && mode == SPOOL_HARVEST) {
        error = map_slots(spool);
    }
    if (error != 0) {
        spool_close(spool);
        return error;
    }
    *ret_spool = spool;
    return 0;
}

void spool_close(struct spool *spool)
{
    if (spool == NULL) {
        return;
    }
    if (spool->map != NULL) {
        sigaction(SIGBUS, &spool->old_bus, NULL);
        g_mapping.start = g_mapping.end = NULL;
        munmap(spool->map, spool->map_size);
    }
    if (spool->fd >= 0) {
        close(spool->fd);
    }
    free(spool);
}

unsigned spool_slot_count(const struct spool *spool)
{
    return spool->slot_count;
}

uint32_t spool_owner_uid(const struct spool *spool)
{
    return spool->owner_uid;
}

struct spool_lost spool_lost(const struct spool *spool)
{
    uint64_t numbers[3];
    struct spool_lost lost = {0};

    if (read_exactly(spool->fd, numbers, sizeof numbers,
                     offsetof(struct epitaph_spool_header, lost)) == 0) {
        lost = (struct spool_lost){numbers[0], numbers[1], numbers[2]};
    }
    return lost;
}

int spool_look(const struct spool *spool, unsigned index, struct spool_slot *ret_slot)
{
    unsigned char raw[sizeof(struct epitaph_slot_header)];
    struct spool_slot slot = {.index = index};

    if (index >= spool->slot_count) {
        return -EINVAL;
    }
    int error = read_exactly(spool->fd, raw, sizeof raw, EPITAPH_SLOT_HEADER_OFFSET(index));
    if (error != 0) {
        return error;
    }
#define SLOT_FIELD(name)                                                                       \
    memcpy(&slot.name, raw + offsetof(struct epitaph_slot_header, name), sizeof slot.name)
    SLOT_FIELD(word);
    SLOT_FIELD(length);
    SLOT_FIELD(owner_pid);
    SLOT_FIELD(claimed_ns);
    SLOT_FIELD(first_seen_ns);
    SLOT_FIELD(last_seen_ns);
    SLOT_FIELD(crc32);
#undef SLOT_FIELD
    if (slot.length > spool->slot_size) {
        slot.length = spool->slot_size;
    }
    *ret_slot = slot;
    return 0;
}

int spool_read_text(const struct spool *spool, const struct spool_slot *slot, char **ret_text,
                    size_t *ret_length)
{
    char *text = malloc(slot->length + 1u);

    if (text == NULL) {
        return -ENOMEM;
    }
    int error = read_exactly(
        spool->fd, text, slot->length,
        EPITAPH_SLOT_TEXT_OFFSET(spool->header_size, spool->slot_size, slot->index));
    if (error != 0) {
        free(text);
        return error;
    }
    text[slot->length] = '\0';
    *ret_text = text;
    *ret_length = slot->length;
    return 0;
}

bool spool_text_is_whole(const struct spool_slot *slot, const char *text, size_t length)
{
    return length == slot->length && crc32_of(text, length) == slot->crc32;
}

bool spool_slot_is_torn(const struct spool_slot *slot)
{
    return EPITAPH_SLOT_STATE(slot->word) == EPITAPH_SLOT_CLAIMED &&
           claim_is_abandoned(slot->owner_pid, slot->claimed_ns);
}

static int move_word(struct spool *spool, struct spool_slot *slot, uint64_t next)
{
    _Atomic uint64_t *word =
        (_Atomic uint64_t *)(void *)(spool->map + EPITAPH_SLOT_HEADER_OFFSET(slot->index));
    uint64_t expected = slot->word;

    bool moved = atomic_compare_exchange_strong(word, &expected, next);
    if (g_mapping.cut_short) {
        return -EIO;
    }
    if (!moved) {
        return -EAGAIN;
    }
    slot->word = next;
    return 0;
}

int spool_take(struct spool *spool, struct spool_slot *slot)
{
    uint64_t word = slot->word;

    return move_word(spool, slot,
                     EPITAPH_SLOT_WORD(EPITAPH_SLOT_TAKEN, EPITAPH_SLOT_GENERATION(word),
                                       EPITAPH_SLOT_COUNT_OF(word)));
}

int spool_release(struct spool *spool, struct spool_slot *slot)
{
    uint32_t generation = EPITAPH_SLOT_GENERATION(slot->word);

    return move_word(spool, slot, EPITAPH_SLOT_WORD(EPITAPH_SLOT_FREE, generation, 0));
}

const char *spool_strerror(int error)
{
    switch (-error) {
    case EINVAL:
        return "not a spool file";
    case EPROTONOSUPPORT:
        return "a spool of another version of Epitaph";
    case EPERM:
        return "not a plain file of this user's own";
    case ELOOP:
        return "a symbolic link";
    case EIO:
        return "the file is shorter than it says";
    default:
        return strerror(-error);
    }
}
