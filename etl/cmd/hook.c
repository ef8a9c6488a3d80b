#include "cmd/hook.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"

enum { DEFAULT_SECONDS = 300, GRACE_SECONDS = 5 };

void hook_tell(struct hook *hook, const char *format, ...)
{
    char fact[2200];
    va_list args;
    va_start(args, format);
    vsnprintf(fact, sizeof fact, format, args);
    va_end(args);
    if (hook->count < sizeof hook->facts / sizeof hook->facts[0]) {
        hook->facts[hook->count++] = mem_strdup(fact);
    }
}

void hook_clear(struct hook *hook)
{
    for (size_t i = 0; i < hook->count; i++) {
        free(hook->facts[i]);
    }
    hook->count = 0;
}

static bool is_fact(const struct hook *hook, const char *variable)
{
    size_t length = strcspn(variable, "=") + 1;
    for (size_t i = 0; i < hook->count; i++) {
        if (strncmp(hook->facts[i], variable, length) == 0) {
            return true;
        }
    }
    return false;
}

/* The environment with the facts in place of variables of their names. */
static char **environment(const struct hook *hook)
{
    size_t all = 0;
    while (environ[all] != NULL) {
        all++;
    }
    char **variables = mem_zalloc((all + hook->count + 1) * sizeof *variables);
    size_t count = 0;
    for (size_t i = 0; i < all; i++) {
        if (!is_fact(hook, environ[i])) {
            variables[count++] = environ[i];
        }
    }
    for (size_t i = 0; i < hook->count; i++) {
        variables[count++] = hook->facts[i];
    }
    return variables;
}

/* In a process group of its own, so that it can be ended with all it started. */
static int start(pid_t *pid, char **words, char **variables)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
    posix_spawnattr_init(&attributes);
    /* Signals that are waited for here are no business of the command's. */
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    int error = posix_spawnp(pid, words[0], &files, &attributes, words, variables);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

/* Whether it ended within the time. */
static bool wait_for(pid_t pid, int seconds, int *status)
{
    const struct timespec pause = {.tv_nsec = 20000000};
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    time_t end = now.tv_sec + seconds;
    do {
        pid_t ended = waitpid(pid, status, WNOHANG);
        if (ended == pid || (ended < 0 && errno != EINTR)) {
            return true;
        }
        nanosleep(&pause, NULL);
        clock_gettime(CLOCK_MONOTONIC, &now);
    } while (now.tv_sec <= end);
    return false;
}

/* The command may go at once, and what it started stay. */
static void end_group(pid_t pid)
{
    const struct timespec pause = {.tv_nsec = 20000000};
    bool ended = false;
    kill(-pid, SIGTERM);
    for (int i = 0; i < GRACE_SECONDS * 50 && kill(-pid, 0) == 0; i++) {
        ended = ended || waitpid(pid, NULL, WNOHANG) != 0;
        nanosleep(&pause, NULL);
    }
    kill(-pid, SIGKILL);
    if (!ended) {
        waitpid(pid, NULL, 0);
    }
}

static bool finish(pid_t pid, const char *name, int seconds, struct err *err)
{
    int status = 0;
    if (!wait_for(pid, seconds, &status)) {
        end_group(pid);
        return err_set(err, ERR_IO, "the command %s was ended after %d seconds", name, seconds);
    }
    if (WIFSIGNALED(status)) {
        return err_set(err, ERR_IO, "the command %s was ended by signal %d", name,
                       WTERMSIG(status));
    }
    return WEXITSTATUS(status) == 0 ||
           err_set(err, ERR_IO, "the command %s failed with exit code %d", name,
                   WEXITSTATUS(status));
}

bool hook_run(const struct hook *hook, const char *command, struct err *err)
{
    char *copy = mem_strdup(command);
    char **words = text_words(copy);
    char **variables = environment(hook);
    bool fine = true;
    if (words[0] != NULL) {
        pid_t pid = 0;
        int error = start(&pid, words, variables);
        fine = error == 0
                   ? finish(pid, words[0], hook->seconds > 0 ? hook->seconds : DEFAULT_SECONDS, err)
                   : err_set(err, ERR_IO, "the command %s can't be started: %s", words[0],
                             strerror(error));
    }
    free(variables);
    free(words);
    free(copy);
    return fine;
}
