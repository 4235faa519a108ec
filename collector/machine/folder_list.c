/* What a folder holds. */
#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int compare_entries(const void *left_pointer, const void *right_pointer)
{
    const struct folder_entry *left = left_pointer;
    const struct folder_entry *right = right_pointer;

    if (left->time_ns != right->time_ns) {
        return left->time_ns < right->time_ns ? -1 : 1;
    }
    return strcmp(left->name, right->name);
}

static int has_suffix(const char *name, const char *suffix)
{
    size_t length = strlen(name);
    size_t suffix_length = strlen(suffix);

    return length > suffix_length && strcmp(name + length - suffix_length, suffix) == 0;
}

/* Add one name. A name that vanished or is no regular file is passed over. */
static int list_one(int folder_fd, const char *name, struct folder_listing *listing,
                    size_t *capacity)
{
    struct stat info;

    if (fstatat(folder_fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(info.st_mode)) {
        return 0;
    }
    if (listing->count == *capacity) {
        size_t larger = *capacity == 0 ? 64 : *capacity * 2;
        struct folder_entry *entries = reallocarray(listing->entries, larger, sizeof *entries);
        if (entries == NULL) {
            return -ENOMEM;
        }
        listing->entries = entries;
        *capacity = larger;
    }
    struct folder_entry *entry = &listing->entries[listing->count];
    entry->time_ns = (int64_t)info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
    entry->size_bytes = (uint64_t)info.st_size;
    entry->name = strdup(name);
    listing->count += entry->name != NULL;
    return entry->name != NULL ? 0 : -ENOMEM;
}

/* A directory stream of its own: the held descriptor's position stays untouched. */
static DIR *open_stream(int folder_fd)
{
    int fd = openat(folder_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);

    if (stream == NULL && fd >= 0) {
        close(fd);
    }
    return stream;
}

int folder_list(int folder_fd, const char *suffix, struct folder_listing *ret_listing)
{
    struct folder_listing listing = {0};
    size_t capacity = 0;
    int error = 0;
    DIR *stream = open_stream(folder_fd);

    if (stream == NULL) {
        return -errno;
    }
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (entry == NULL) {
            error = -errno;
            break;
        }
        if (entry->d_name[0] != '.' && has_suffix(entry->d_name, suffix)) {
            error = list_one(folder_fd, entry->d_name, &listing, &capacity);
            if (error != 0) {
                break;
            }
        }
    }
    closedir(stream);
    if (error != 0) {
        folder_listing_done(&listing);
        return error;
    }
    if (listing.count > 1) {
        qsort(listing.entries, listing.count, sizeof *listing.entries, compare_entries);
    }
    *ret_listing = listing;
    return 0;
}

/* Names that end in `suffix` and are hidden, or not. Returns 0 or -errno. */
static int count_names(int folder_fd, const char *suffix, bool hidden, size_t *ret_count)
{
    size_t count = 0;
    DIR *stream = open_stream(folder_fd);

    if (stream == NULL) {
        return -errno;
    }
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (entry == NULL) {
            break;
        }
        count += (entry->d_name[0] == '.') == hidden && has_suffix(entry->d_name, suffix) &&
                 (entry->d_type == DT_REG || entry->d_type == DT_UNKNOWN);
    }
    int error = -errno;
    closedir(stream);
    if (error == 0) {
        *ret_count = count;
    }
    return error;
}

int folder_count(int folder_fd, const char *suffix, size_t *ret_count)
{
    return count_names(folder_fd, suffix, false, ret_count);
}

int folder_count_hidden(int folder_fd, const char *suffix, size_t *ret_count)
{
    return count_names(folder_fd, suffix, true, ret_count);
}

void folder_listing_done(struct folder_listing *listing)
{
    for (size_t i = 0; i < listing->count; i++) {
        free(listing->entries[i].name);
    }
    free(listing->entries);
    *listing = (struct folder_listing){0};
}

void folder_sweep_hidden(int folder_fd, const char *suffix)
{
    DIR *stream = open_stream(folder_fd);
    const struct dirent *entry;

    if (stream == NULL) {
        return;
    }
    while ((entry = readdir(stream)) != NULL) {
        if (entry->d_name[0] == '.' && has_suffix(entry->d_name, suffix)) {
            unlinkat(folder_fd, entry->d_name, 0);
        }
    }
    closedir(stream);
}

void folder_sweep(int folder_fd)
{
    folder_sweep_hidden(folder_fd, FOLDER_TEMPORARY_SUFFIX);
}
