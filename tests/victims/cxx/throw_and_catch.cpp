/* Exceptions that are caught are nobody's business. */
// expect: exit=0
#include <stdexcept>
#include <string>

#include "victim.h"

static int g_thrown;

static void inner(void)
{
    throw std::runtime_error(std::to_string(g_thrown++));
}

int main()
{
    int caught = 0;
    for (int i = 0; i < 10000; i++) {
        try {
            outer();
        } catch (const std::exception &exception) {
            caught += std::stoi(exception.what()) == i;
        }
    }
    say(caught == 10000 ? "caught all\n" : "missed some\n");
}
