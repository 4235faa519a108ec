/* Things that somebody has put where the spool should be: all refused, none written to. */
// expect: exit=0
// options: needs=root
#include <fcntl.h>
#include <sys/stat.h>

#include "victim.h"

#define SIZE (8192 + 64 * 32768)

static char g_spool[4096];

static void inner(void)
{
    exit(*nowhere);
}

static void make_file(const char *path, const char *first, off_t size)
{
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    REQUIRE(file >= 0 && ftruncate(file, size) == 0);
    REQUIRE(pwrite(file, first, 16, 0) >= 0);
    close(file);
}

static unsigned long sum(const char *path)
{
    unsigned long total = 0;
    FILE *file = fopen(path, "re");
    for (int c = file == NULL ? EOF : getc(file); c != EOF; c = getc(file)) {
        total = total * 31 + (unsigned)c;
    }
    if (file != NULL) {
        fclose(file);
    }
    return total;
}

static void crash(const char *what, char *self, const char *victim)
{
    char line[128];
    unsigned long before = victim == NULL ? 0 : sum(victim);
    pid_t child = fork();
    if (child == 0) {
        execl("/proc/self/exe", self, "again", NULL);
        _exit(97);
    }
    int status = wait_for(child);
    snprintf(line, sizeof(line), "%s: %d %s\n", what, status,
             victim == NULL || sum(victim) == before ? "untouched" : "written to");
    say(line);
}

int main(int argc, char **argv)
{
    static const char good[16] = "EPITAPH\0\1";
    static const char newer[16] = "EPITAPH\0\377";
    if (argc > 1) {
        outer();
    }
    REQUIRE(mkdir("spool", 0700) == 0 && getcwd(g_spool, sizeof(g_spool) - 16) != NULL);
    strcat(g_spool, "/spool");
    REQUIRE(setenv("EPITAPH_SPOOL", g_spool, 1) == 0 && chdir(g_spool) == 0);

    make_file("../target", good, SIZE);
    REQUIRE(symlink("../target", "0.spool") == 0);
    crash("symbolic link", argv[0], "../target");
    REQUIRE(unlink("0.spool") == 0 && link("../target", "0.spool") == 0);
    crash("second name of a file", argv[0], "../target");
    REQUIRE(unlink("0.spool") == 0 && mkfifo("0.spool", 0600) == 0);
    crash("pipe", argv[0], NULL);
    REQUIRE(unlink("0.spool") == 0 && mkdir("0.spool", 0700) == 0);
    crash("directory", argv[0], NULL);
    REQUIRE(rmdir("0.spool") == 0);
    make_file("0.spool", good, SIZE);
    REQUIRE(chown("0.spool", 65534, 65534) == 0);
    crash("another user's", argv[0], "0.spool");
    REQUIRE(chown("0.spool", 0, 0) == 0 && truncate("0.spool", 100) == 0);
    crash("too small", argv[0], "0.spool");
    make_file("0.spool", good, SIZE);
    crash("no sizes in its header", argv[0], "0.spool");
    make_file("0.spool", newer, SIZE);
    crash("of a newer version", argv[0], "0.spool");
    make_file("0.spool", "garbage garbage", SIZE);
    crash("garbage", argv[0], "0.spool");
    REQUIRE(unlink("0.spool") == 0 && chdir("..") == 0 && rename("spool", "elsewhere") == 0);
    REQUIRE(symlink("elsewhere", "spool") == 0);
    crash("behind a symbolic link", argv[0], NULL);
    return 0;
}
