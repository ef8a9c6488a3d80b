#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/hook.h"

static char folder[] = "/tmp/huizong-hook-XXXXXX";
static char script[64];

static void set_up(void)
{
    cr_assert_not_null(mkdtemp(folder));
    snprintf(script, sizeof script, "%s/hook", folder);
}

static void write_script(const char *text)
{
    FILE *file = fopen(script, "w");
    cr_assert_not_null(file);
    fprintf(file, "#!/bin/sh\n%s\n", text);
    cr_assert_eq(fclose(file), 0);
    cr_assert_eq(chmod(script, 0700), 0);
}

static void tear_down(void)
{
    unlink(script);
    rmdir(folder);
}

TestSuite(hook, .init = set_up, .fini = tear_down);

/* Tells the pid that the script wrote down, 0 where there is none. */
static pid_t noted(void)
{
    char *path = mem_printf("%s/child", folder);
    char digits[24] = "";
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file);
    cr_assert_not_null(fgets(digits, sizeof digits, file));
    fclose(file);
    unlink(path);
    free(path);
    return (pid_t)strtol(digits, NULL, 10);
}

static bool is_gone(pid_t process)
{
    if (kill(process, 0) != 0 && errno == ESRCH) {
        return true;
    }
    char letter = 0;
    char *state = mem_printf("/proc/%ld/stat", (long)process);
    FILE *file = fopen(state, "r");
    free(state);
    if (file == NULL) {
        return false;
    }
    /* It can't be read where it went just now; nobody reaps it where a container's first process
     * doesn't. */
    bool gone = fscanf(file, "%*d %*s %c", &letter) != 1 || letter == 'Z';
    fclose(file);
    return gone;
}

Test(hook, what_a_command_started_ends_with_it)
{
    struct err err = {0};
    struct hook hook = {.seconds = 3}; /* long enough for it to note its number */
    char *text = mem_printf("sh -c 'trap \"\" TERM; echo $$ > %s/child; while :; do sleep 1; done' "
                            "> /dev/null 2>&1 &\nsleep 60",
                            folder);
    write_script(text);
    free(text);
    cr_expect_not(hook_run(&hook, script, &err));
    cr_expect(strstr(err.message, "ended after 3 seconds") != NULL, "%s", err.message);
    pid_t child = noted();
    bool gone = is_gone(child);
    for (int i = 0; i < 100 && !gone; i++) { /* until who adopted it has noticed */
        usleep(100000);
        gone = is_gone(child);
    }
    cr_expect(gone, "process %ld goes on", (long)child);
}

Test(hook, a_command_that_ends_in_time_is_fine)
{
    struct err err = {0};
    struct hook hook = {.seconds = 5};
    write_script("exit 0");
    cr_expect(hook_run(&hook, script, &err), "%s", err.message);
    write_script("exit 3");
    cr_expect_not(hook_run(&hook, script, &err));
    cr_expect(strstr(err.message, "exit code 3") != NULL, "%s", err.message);
}
