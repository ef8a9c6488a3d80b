#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "conf/conf.h"
#include "conf/conf_file.h"

static bool set_defaults(struct conf *conf, struct err *err)
{
    for (enum conf_key key = 0; key < CONF_KEYS; key++) {
        if (!conf_set(conf, key, "", NULL, err)) {
            return false;
        }
    }
    return true;
}

static bool read_environment(struct conf *conf, struct err *err)
{
    for (enum conf_key key = 0; key < CONF_KEYS; key++) {
        char variable[64];
        int length = snprintf(variable, sizeof variable, "$HUIZONG_%s", conf_name(key));
        for (int i = 0; i < length; i++) {
            variable[i] = (char)toupper((unsigned char)variable[i]);
        }
        const char *value = getenv(variable + 1);
        if (value != NULL && value[0] != '\0' && !conf_set(conf, key, value, variable, err)) {
            return err_context(err, "%s", variable);
        }
    }
    return true;
}

bool conf_load(struct conf *conf, const char *path, struct err *err)
{
    memset(conf, 0, sizeof *conf);
    const char *environment = getenv("HUIZONG_CONFIG");
    if (path != NULL) {
        conf->file = mem_strdup(path);
    } else if (environment != NULL && environment[0] != '\0') {
        conf->file = mem_strdup(environment);
    } else if (access(HUIZONG_SYSCONF_DIR "/huizong.conf", F_OK) == 0) {
        conf->file = mem_strdup(HUIZONG_SYSCONF_DIR "/huizong.conf");
    }
    return set_defaults(conf, err) && (conf->file == NULL || conf_file_read(conf, err)) &&
           read_environment(conf, err);
}
