/* Other programs, and other users: fork and exec, never a shell. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "pg/server_internal.h"

enum { EXIT_NOT_RUN = 127 };

/* What the caller blocks or ignores is no business of a server that outlives it. */
static void default_signals(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT, SIGCHLD};
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        signal(signals[i], SIG_DFL);
    }
}

static _Noreturn void become_program(const char *const *argv, const char *dir, int output,
                                     char **env)
{
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
        dup2(output, STDERR_FILENO) >= 0 && chdir(dir) == 0) {
        default_signals();
        umask(077);
        /* The server must not inherit the lock on the home, nor a pipe that someone reads to its
         * end. */
        close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
        execve(argv[0], (char *const *)argv, env);
    }
    _exit(EXIT_NOT_RUN);
}

static bool wait_for(pid_t child, int *status)
{
    while (waitpid(child, status, 0) < 0) {
        if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

bool server_run(const char *const *argv, const char *dir, int output, struct err *err)
{
    const char *libraries = getenv("LD_LIBRARY_PATH");
    char *library_path = mem_printf("LD_LIBRARY_PATH=%s", libraries != NULL ? libraries : "");
    char *env[] = {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "TZ=UTC",
                   libraries != NULL ? library_path : NULL, NULL};
    pid_t child = fork();
    if (child == 0) {
        become_program(argv, dir, output, env);
    }
    free(library_path);
    int status = 0;
    if (child < 0 || !wait_for(child, &status)) {
        return err_errno(err, ERR_INTERNAL, "can't start %s", argv[0]);
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_NOT_RUN) {
        return err_set(err, ERR_CONFIG, "%s could not be run", argv[0]);
    }
    if (WIFSIGNALED(status)) {
        return err_set(err, ERR_DB, "%s was ended by signal %d", argv[0], WTERMSIG(status));
    }
    if (WEXITSTATUS(status) != 0) {
        return err_set(err, ERR_DB, "%s failed (exit code %d)", argv[0], WEXITSTATUS(status));
    }
    return true;
}

static bool become_owner(const struct server_owner *owner, struct err *err)
{
    if (initgroups(owner->name, owner->gid) != 0 || setgid(owner->gid) != 0 ||
        setuid(owner->uid) != 0) {
        return err_errno(err, ERR_INTERNAL, "can't become user %s", owner->name);
    }
    if (setuid(0) == 0) {
        return err_set(err, ERR_INTERNAL, "can't give up the rights of root");
    }
    return true;
}

static _Noreturn void work_as_owner(const struct server *server, server_work work, int report)
{
    struct err err = {.code = ERR_NONE};
    bool fine = become_owner(&server->owner, &err) && work(server, &err);
    ssize_t written = fine ? 0 : write(report, &err, sizeof err);
    _exit(fine && written == 0 ? 0 : 1);
}

static bool read_report(int report, struct err *err)
{
    size_t got = 0;
    ssize_t piece;
    do {
        piece = read(report, (char *)err + got, sizeof *err - got);
        got += piece > 0 ? (size_t)piece : 0;
    } while (got < sizeof *err && (piece > 0 || (piece < 0 && errno == EINTR)));
    return got == sizeof *err;
}

bool server_as_owner(const struct server *server, server_work work, struct err *err)
{
    if (geteuid() != 0) {
        return work(server, err);
    }
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return err_errno(err, ERR_INTERNAL, "pipe");
    }
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        work_as_owner(server, work, ends[1]);
    }
    close(ends[1]);
    struct err reported = {.code = ERR_NONE};
    bool told = child > 0 && read_report(ends[0], &reported);
    close(ends[0]);
    int status = 0;
    if (child < 0 || !wait_for(child, &status)) {
        return err_errno(err, ERR_INTERNAL, "can't work as user %s", server->owner.name);
    }
    if (status == 0) {
        return true;
    }
    if (!told) {
        return err_set(err, ERR_INTERNAL, "the work as user %s ended without a word",
                       server->owner.name);
    }
    *err = reported;
    return false;
}
