#include "privacy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "folder.h"

bool privacy_others_can_read(const char *path)
{
    struct stat info;
    char *real = realpath(path, NULL);
    bool reachable = true;

    if (real == NULL || stat(real, &info) != 0) {
        free(real);
        return true;
    }
    reachable = (info.st_mode & S_IROTH) != 0;
    for (char *slash = strrchr(real, '/'); reachable && slash != NULL && slash != real;
         slash = strrchr(real, '/')) {
        *slash = '\0';
        reachable = stat(real, &info) != 0 || (info.st_mode & S_IXOTH) != 0;
    }
    free(real);
    return reachable;
}

int privacy_read_file(const char *path, size_t limit, char **ret_text, size_t *ret_length)
{
    char *real = realpath(path, NULL);

    if (real == NULL) {
        return -errno;
    }
    int error = folder_read(AT_FDCWD, real, limit, ret_text, ret_length);
    free(real);
    return error;
}
