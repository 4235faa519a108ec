/*
 * A process that reads another user's crashes needs files to read and its own children, and
 * nothing else: no file to write, no socket, no program to run, no other process to look at.
 */
#ifndef SECLUDE_H
#define SECLUDE_H

/*
 * Enter for good; children inherit it. What is open stays open. Landlock and seccomp where
 * the kernel has them, limits on memory always. Returns 0 or -errno of a limit.
 */
int seclude(void) __attribute__((warn_unused_result));

#endif
