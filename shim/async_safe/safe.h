/*
 * The door of the async-safe room, and its first include everywhere.
 *
 * What is in this folder may run after the fault: inside malloc, inside the loader, on 2 KB of
 * stack, in a fork child of a threaded parent. So it calls only what allowed_symbols.txt lists,
 * reads foreign memory only through probe.h, and keeps errno untouched by making system calls
 * itself (raw.h). The poison below turns the usual mistakes into compile errors; the check of
 * the linked objects catches the rest.
 */
#ifndef SAFE_H
#define SAFE_H

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <libunwind.h> /* before the poison: its macros mention strerror */

#include <epitaph/record.h>
#include <epitaph/spool.h>

#pragma GCC poison malloc calloc realloc free printf fprintf snprintf vsnprintf sprintf fopen
#pragma GCC poison fclose fwrite exit getenv secure_getenv strerror strsignal localtime syslog
#pragma GCC poison dladdr dlsym dlopen dl_iterate_phdr pthread_mutex_lock pthread_once raise   \
    abort
#pragma GCC poison sigaction sigprocmask pthread_sigmask sigaltstack kill getpid gettid

#endif
