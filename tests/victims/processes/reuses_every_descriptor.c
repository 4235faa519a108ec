/* Every descriptor number that the library could have kept is now a file of the application. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <fcntl.h>
#include <sys/stat.h>

#include "victim.h"

#define FILES 300

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    char name[32];
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        closefrom(0);
        for (int i = 0; i < FILES; i++) {
            snprintf(name, sizeof(name), "file-%d", i);
            if (open(name, O_RDWR | O_CREAT, 0600) != i || write(i, "mine", 4) != 4) {
                _exit(98);
            }
        }
        outer();
    }
    say_status("child", wait_for(child));
    for (int i = 0; i < FILES; i++) {
        char content[8];
        snprintf(name, sizeof(name), "file-%d", i);
        int file = open(name, O_RDONLY);
        if (read(file, content, sizeof(content)) != 4 || memcmp(content, "mine", 4) != 0) {
            say("a file was written to\n");
        }
        close(file);
    }
    say("looked at all\n");
    return 0;
}
