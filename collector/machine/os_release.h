/* What the machine calls its system, as /etc/os-release has it. */
#ifndef OS_RELEASE_H
#define OS_RELEASE_H

/* "Debian GNU/Linux 12 (bookworm)"; "" when the file does not say. Read once. */
const char *os_release_name(void);

#endif
