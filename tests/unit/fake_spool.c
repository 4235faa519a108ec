#include "fake_spool.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "encoding/crc32.h"

const char fake_record[] =
    "epitaph-record: 1\n"
    "id: 0f8fad5bd9cb469fa16570867728950e\n"
    "time: 1790000000.123456789\n"
    "uptime: 2.500000000\n"
    "pid: 4711\n"
    "tid: 4712\n"
    "ppid: 1\n"
    "uid: 1000\n"
    "thread: worker\n"
    "exe: /home/ann/bin/demo\n"
    "exe_build_id: 8f1b2c3d4e5f60718293a4b5c6d7e8f901234567\n"
    "program: demo\n"
    "signal: 11 SIGSEGV\n"
    "code: 1 SEGV_MAPERR\n"
    "fault_address: 0x10\n"
    "fault_access: read\n"
    "fault_kind: null-page\n"
    "registers: rip=0x401136 rsp=0x7ffc0000\n"
    "code_bytes: c5fe6f00\n"
    "stack: low=0x7ff00000 high=0x7ffd0000\n"
    "frame: index=0 pc=0x401136 exact=1 trust=context module=0 offset=0x1136\n"
    "frame: index=1 pc=0x401180 exact=0 trust=cfi module=0 offset=0x1180\n"
    "frames_total: 2\n"
    "module: index=0 base=0x400000 end=0x402000 bias=0x400000 "
    "build_id=8f1b2c3d4e5f60718293a4b5c6d7e8f901234567 path=/home/ann/bin/demo\n"
    "home: /home/ann\n"
    "user: ann\n"
    "shell: /bin/bash\n"
    "runtime: native\n"
    "session: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
    "arch: x86_64\n"
    "end:\n";

static void require(int condition, const char *what)
{
    if (!condition) {
        perror(what);
        abort();
    }
}

void fake_spool_poke(struct fake_spool *fake, size_t offset, const void *bytes, size_t length)
{
    require(pwrite(fake->fd, bytes, length, (off_t)offset) == (ssize_t)length, "pwrite");
}

void fake_spool_init(struct fake_spool *fake)
{
    static struct epitaph_spool_header header = {
        .magic = EPITAPH_SPOOL_MAGIC,
        .version = EPITAPH_SPOOL_VERSION,
        .header_size = EPITAPH_SPOOL_HEADER_SIZE,
        .slot_size = EPITAPH_SLOT_SIZE,
        .slot_count = EPITAPH_SLOT_COUNT,
    };

    strcpy(fake->directory, "/tmp/epitaph-test-XXXXXX");
    require(mkdtemp(fake->directory) != NULL, "mkdtemp");
    snprintf(fake->path, sizeof fake->path, "%s/%u.spool", fake->directory, geteuid());
    fake->fd = open(fake->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    require(fake->fd >= 0, fake->path);
    require(ftruncate(fake->fd, (off_t)EPITAPH_SPOOL_SIZE) == 0, "ftruncate");
    fake_spool_poke(fake, 0, &header, sizeof header);
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info;
    (void)type;
    (void)ftw;
    return remove(path);
}

void fake_spool_done(struct fake_spool *fake)
{
    close(fake->fd);
    nftw(fake->directory, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

size_t fake_spool_slot_offset(unsigned slot)
{
    return EPITAPH_SLOT_HEADER_OFFSET(slot);
}

size_t fake_spool_text_offset(unsigned slot)
{
    return EPITAPH_SLOT_TEXT_OFFSET(EPITAPH_SPOOL_HEADER_SIZE, EPITAPH_SLOT_SIZE, slot);
}

void fake_spool_write(struct fake_spool *fake, unsigned slot, unsigned state, uint32_t count,
                      const char *text)
{
    size_t length = strlen(text);
    struct epitaph_slot_header header = {
        .word = EPITAPH_SLOT_WORD(state, 7, count),
        .length = (uint32_t)length,
        .owner_pid = (uint32_t)getpid(),
        .claimed_ns = fake_spool_now_ns(),
        .first_seen_ns = 1790000000123456789u,
        .last_seen_ns = 1790000060000000000u,
        .crc32 = state == EPITAPH_SLOT_CLAIMED ? 0 : crc32_of(text, length),
    };

    fake_spool_poke(fake, fake_spool_slot_offset(slot), &header, sizeof header);
    fake_spool_poke(
        fake, EPITAPH_SLOT_TEXT_OFFSET(EPITAPH_SPOOL_HEADER_SIZE, EPITAPH_SLOT_SIZE, slot),
        text, length);
}

uint64_t fake_spool_word(const struct fake_spool *fake, unsigned slot)
{
    uint64_t word = 0;

    require(pread(fake->fd, &word, sizeof word, (off_t)fake_spool_slot_offset(slot)) == 8,
            "pread");
    return word;
}

uint64_t fake_spool_now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_BOOTTIME, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
