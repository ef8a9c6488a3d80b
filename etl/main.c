#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "cmd/cmd.h"

/*
 * A standard descriptor that is closed would be given to the next file or connection, and what is
 * printed or logged would go there. Reading from 0 and writing to 1 still fail, as they should;
 * what is logged to 2 is lost.
 */
static bool fill_standard_descriptors(void)
{
    static const int modes[] = {O_WRONLY, O_RDONLY, O_WRONLY};
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", modes[fd]) != fd) {
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    /* Who started this may ignore it: then the kernel tells nobody how a child ended. */
    signal(SIGCHLD, SIG_DFL);
    return fill_standard_descriptors() ? cmd_main(argc, argv) : (int)ERR_IO;
}
