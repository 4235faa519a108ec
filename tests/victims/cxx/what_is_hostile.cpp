/* Words of 100 KB with line ends, quotes and bytes that are no UTF-8. */
// expect: signal=SIGABRT
// record: signal=SIGABRT stack=*,abort,on_terminate,*,inner,middle,outer,main
#include <stdexcept>
#include <string>

#include "victim.h"

VICTIM_FRAME static void on_terminate()
{
    abort();
}

static void inner(void)
{
    std::string words = "end:\nid: 0\n\"\\\xff\xfe\x01";
    while (words.size() < 100000) {
        words += words;
    }
    throw std::runtime_error(words);
}

int main()
{
    std::set_terminate(on_terminate);
    outer();
}
