#include "pin.h"

#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/auxv.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "async_safe/cut.h"
#include "async_safe/raw.h"
#include "async_safe/state.h"
#include "environment.h"

/* For the application's own variables, and what tells the surroundings of this run. */
static const struct variable {
    char name[24];
    uint16_t length;
    uint16_t offset, size; /* in g_state.text */
} variables[] = {
#define VARIABLE(name, field)                                                                  \
    {                                                                                          \
        name, sizeof name - 1, offsetof(struct state_text, field), sizeof g_state.text.field   \
    }
    VARIABLE("HOME", home),       VARIABLE("LOGNAME", user),
    VARIABLE("USER", user),       VARIABLE("SHELL", shell),
    VARIABLE("EPITAPH_APP", app), VARIABLE("EPITAPH_APP_VERSION", app_version),
};

/* CI systems, by a variable that each documents; the first that is set names it. */
static const struct provider {
    char variable[24], name[14];
    uint16_t length;
} providers[] = {
#define PROVIDER(variable, name)                                                               \
    {                                                                                          \
        variable, name, sizeof variable - 1                                                    \
    }
    PROVIDER("GITHUB_ACTIONS", "github"),
    PROVIDER("GITLAB_CI", "gitlab"),
    PROVIDER("JENKINS_URL", "jenkins"),
    PROVIDER("BUILDKITE", "buildkite"),
    PROVIDER("CIRCLECI", "circleci"),
    PROVIDER("TRAVIS", "travis"),
    PROVIDER("TF_BUILD", "azure"),
    PROVIDER("TEAMCITY_VERSION", "teamcity"),
    PROVIDER("BITBUCKET_BUILD_NUMBER", "bitbucket"),
    PROVIDER("APPVEYOR", "appveyor"),
    PROVIDER("DRONE", "drone"),
    PROVIDER("CODEBUILD_BUILD_ID", "codebuild"),
    PROVIDER("SEMAPHORE", "semaphore"),
    PROVIDER("WOODPECKER", "woodpecker"),
};

static void copy(char *to, size_t size, const char *from)
{
    size_t length = cut_between_words(from, size - 1);

    memcpy(to, from, length);
    to[length] = '\0';
}

/* Is the name of `entry`, of that length, this one? By the length, most are not. */
static bool is_named(const char *entry, size_t entry_length, const char *name, size_t length)
{
    return entry_length == length && entry[0] == name[0] && memcmp(entry, name, length) == 0;
}

/*
 * Names that say: the value is a secret. As words of the name, so that TOKENIZERS_PARALLELISM
 * and COMPASS_DIR stay what they are.
 */
static const char secret_words[][12] = {
    "PASSWORD", "PASSWD",  "PASSPHRASE", "PASS",      "PWD",        "SECRET",      "SECRETS",
    "TOKEN",    "TOKENS",  "APIKEY",     "KEY",       "CREDENTIAL", "CREDENTIALS", "AUTH",
    "COOKIE",   "SESSION", "DSN",        "SIGNATURE", "SALT",       "WEBHOOK",
};

/* Is [part, part+length) that word, in any case, perhaps with a plural or ordinal after it? */
static bool is_word(const char *part, size_t length, const char *word)
{
    size_t i = 0;

    while (i < length && word[i] != '\0' && (part[i] & ~0x20) == word[i]) {
        i++; /* letters only: clearing that bit makes them capitals */
    }
    return word[i] == '\0' && length - i <= 1;
}

/* The first letters of those words, as bits: most parts of most names end here. */
#define LETTER(c) (1u << ((c) - 'A'))
#define SECRET_INITIALS                                                                        \
    (LETTER('P') | LETTER('S') | LETTER('T') | LETTER('A') | LETTER('K') | LETTER('C') |       \
     LETTER('D') | LETTER('W'))

static bool may_be_secret(char first)
{
    unsigned letter = ((unsigned char)first & ~0x20u) - 'A';

    return letter < 26 && (SECRET_INITIALS & 1u << letter) != 0;
}

static bool is_secret_name(const char *name, size_t length)
{
    size_t begin = 0;

    if (length < 4 || strncmp(name, "PWD=", 4) == 0 || strncmp(name, "OLDPWD=", 7) == 0) {
        return false; /* the working directory */
    }
    for (size_t i = 0; i <= length; i++) {
        if (i < length && name[i] != '_') {
            continue;
        }
        for (size_t w = 0; w < sizeof secret_words / sizeof secret_words[0] && i > begin &&
                           may_be_secret(name[begin]);
             w++) {
            if (is_word(name + begin, i - begin, secret_words[w])) {
                return true;
            }
        }
        begin = i + 1;
    }
    return false;
}

/* Copies, because the environment may be overwritten; bounded, because it may be large. */
static void note_secret(const char *value)
{
    static char copies[8192];
    static size_t used;
    size_t length = strlen(value);

    if (length < 8 || g_state.secret_count == STATE_SECRETS_MAX ||
        length > sizeof copies - used || value[0] == '/') {
        return; /* too short to be told from a word; or a path, such as SSH_AUTH_SOCK */
    }
    memcpy(copies + used, value, length);
    g_state.secrets[g_state.secret_count++] =
        (struct state_secret){.bytes = copies + used, .length = length};
    used += length;
}

static void pin_variable(const char *entry, size_t length, bool *in_ci)
{
    const char *value = entry + length + 1;

    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        if (is_named(entry, length, variables[i].name, variables[i].length)) {
            copy((char *)&g_state.text + variables[i].offset, variables[i].size, value);
        }
    }
    if (value[0] == '\0') {
        return;
    }
    for (size_t i = 0; i < sizeof providers / sizeof providers[0]; i++) {
        if (is_named(entry, length, providers[i].variable, providers[i].length)) {
            copy(g_state.text.ci, sizeof g_state.text.ci, providers[i].name);
        }
    }
    *in_ci = *in_ci || (is_named(entry, length, "CI", 2) && strcmp(value, "false") != 0 &&
                        strcmp(value, "0") != 0);
    if (is_secret_name(entry, length)) {
        note_secret(value);
    }
}

static void pin_environment(char **environment)
{
    bool in_ci = false;

    for (char **entry = environment; entry != NULL && *entry != NULL; entry++) {
        const char *equals = strchr(*entry, '=');

        if (equals != NULL) {
            pin_variable(*entry, (size_t)(equals - *entry), &in_ci);
        }
    }
    if (in_ci && g_state.text.ci[0] == '\0') {
        copy(g_state.text.ci, sizeof g_state.text.ci, "unknown");
    }
}

/* Is every part of an absolute path itself, and no link to something else? */
static bool is_canonical(char *path)
{
    struct stat info;

    for (char *at = path; *at != '\0';) {
        char *part = at + 1;
        if (*at != '/') {
            return false;
        }
        const char *rest = part + (part[0] == '.') + (part[0] == '.' && part[1] == '.');
        if (*rest == '/' || *rest == '\0') {
            return false; /* nothing, or a dot, or two */
        }
        for (at = part; *at != '\0' && *at != '/'; at++) {
        }
        char after = *at;
        *at = '\0';
        long result = raw(SYS_newfstatat, AT_FDCWD, path, &info, AT_SYMLINK_NOFOLLOW);
        *at = after;
        if (result != 0 || S_ISLNK(info.st_mode)) {
            return false;
        }
    }
    return true;
}

/* A script is not the executable, and is among the arguments of its interpreter. */
static bool is_argument(const char *path, char **arguments)
{
    for (int i = 1; i <= 2 && arguments != NULL && arguments[i - 1] != NULL; i++) {
        if (arguments[i] != NULL && strcmp(arguments[i], path) == 0) {
            return true;
        }
    }
    return false;
}

/* Is that the path of the executable itself? What only stands for a file is not
 * (/proc/self/exe, /dev/fd/3). Here, because the path was walked a moment ago; a handler must
 * not wait for a server of files. */
static bool is_executable(char *path)
{
    return strncmp(path, "/proc/", 6) != 0 && strncmp(path, "/dev/", 5) != 0 &&
           is_canonical(path);
}

/* A path is relative to the working directory, which PWD names, unless it is out of date: both
 * ways must lead to one file. */
static void pin_relative(const char *given)
{
    char path[sizeof g_state.text.exe];
    const char *directory = environment_get("PWD");
    size_t length = directory != NULL ? strlen(directory) : 0;
    struct stat joined, relative;

    while (given[0] == '.' && given[1] == '/') {
        given += 2;
    }
    if (length < 2 || directory[0] != '/' || length + 1 + strlen(given) >= sizeof path) {
        return;
    }
    memcpy(path, directory, length);
    path[length] = '/';
    memcpy(path + length + 1, given, strlen(given) + 1);
    if (raw(SYS_newfstatat, AT_FDCWD, path, &joined, 0) == 0 &&
        raw(SYS_newfstatat, AT_FDCWD, given, &relative, 0) == 0 &&
        joined.st_ino == relative.st_ino && joined.st_dev == relative.st_dev) {
        memcpy(g_state.text.exe, path, strlen(path) + 1);
    }
}

static void pin_executable(char **arguments)
{
    const char *given = (const char *)getauxval(AT_EXECFN);
    const char *name = arguments != NULL && arguments[0] != NULL ? arguments[0] : "";
    const char *slash = strrchr(name, '/');

    /* As execve(2) was given it. Where that may not be what it is, the handler asks the kernel:
     * asking now would cost every start 20 us of procfs. */
    copy(g_state.text.exe, sizeof g_state.text.exe, given != NULL ? given : name);
    if (given != NULL && strcmp(given, g_state.text.exe) == 0) {
        bool stands_for_itself = !is_argument(given, arguments);
        if (given[0] != '/') {
            pin_relative(given);
        }
        g_state.exe_is_known = stands_for_itself && is_executable(g_state.text.exe);
    }
    copy(g_state.text.program, sizeof g_state.text.program, slash != NULL ? slash + 1 : name);
    g_state.exe_headers = (const ElfW(Phdr) *)getauxval(AT_PHDR);
    g_state.exe_header_count = g_state.exe_headers != NULL ? getauxval(AT_PHNUM) : 0;
    g_state.exe_entry = getauxval(AT_ENTRY);
    g_state.vdso = getauxval(AT_SYSINFO_EHDR);
}

static void pin_random(void)
{
    uint8_t bytes[sizeof g_state.session + sizeof g_state.seed];

    if (raw(SYS_getrandom, bytes, sizeof bytes, GRND_NONBLOCK) != (long)sizeof bytes) {
        /* Early in boot: the kernel's gift to each process is as good, only shorter. */
        const void *gift = (const void *)getauxval(AT_RANDOM);
        for (size_t i = 0; i < sizeof bytes; i++) {
            bytes[i] = gift != NULL ? (uint8_t)(((const uint8_t *)gift)[i % 16] * 167 + i) : 0;
        }
    }
    memcpy(g_state.session, bytes, sizeof g_state.session);
    memcpy(g_state.seed, bytes + sizeof g_state.session, sizeof g_state.seed);
}

static void pin_wishes(void)
{
    const char *threads = environment_get("EPITAPH_THREADS");

    g_state.all_threads = threads != NULL && strcmp(threads, "all") == 0;
}

void pin_facts(char **arguments, char **environment)
{
    /* Not by the vDSO: its pages, which most programs never touch, cost three page faults. */
    raw(SYS_clock_gettime, CLOCK_BOOTTIME, &g_state.started);
    pin_random();
    pin_executable(arguments);
    pin_environment(environment);
    pin_wishes();
}
