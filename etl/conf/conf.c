#include "conf/conf.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

static bool parse_number(const char *value, long low, long high, long *out)
{
    char *end = NULL;
    errno = 0;
    *out = strtol(value, &end, 10);
    return errno == 0 && end != value && *end == '\0' && *out >= low && *out <= high;
}

/* Where a value comes from, for what depends on it. */
struct place {
    const struct conf *conf;
    bool is_file; /* the configuration file */
};

static bool replace(char **text, const char *value)
{
    free(*text);
    *text = value[0] != '\0' ? mem_strdup(value) : NULL;
    return true;
}

/* A relative path in the configuration file is relative to it. */
static bool replace_path(char **text, const char *value, const struct place *place)
{
    const char *slash = place->is_file ? strrchr(place->conf->file, '/') : NULL;
    if (value[0] == '\0' || value[0] == '/' || slash == NULL) {
        return replace(text, value);
    }
    free(*text);
    *text = mem_printf("%.*s/%s", (int)(slash - place->conf->file), place->conf->file, value);
    return true;
}

static bool set_jobs(struct conf *conf, const char *value, struct err *err)
{
    long number = 0;
    if (value[0] != '\0' && !parse_number(value, 0, 64, &number)) {
        return err_set(err, ERR_CONFIG, "jobs must be a number from 0 to 64, not \"%s\"", value);
    }
    conf->jobs = (int)number;
    return true;
}

/* One of two words; the first is the default. */
static bool set_choice(bool *second, const char *key, const char *value, const char *a,
                       const char *b, struct err *err)
{
    *second = strcmp(value, b) == 0;
    return *second || value[0] == '\0' || strcmp(value, a) == 0 ||
           err_set(err, ERR_CONFIG, "%s must be %s or %s, not \"%s\"", key, a, b, value);
}

static bool set_max_document(struct conf *conf, const char *value, struct err *err)
{
    long number = 64;
    if (value[0] != '\0' && !parse_number(value, 1, 1024, &number)) {
        return err_set(err, ERR_CONFIG,
                       "max_document_mib must be a number from 1 to 1024, not \"%s\"", value);
    }
    conf->max_document = (size_t)number * 1024 * 1024;
    return true;
}

/* The folder a nightly run starts in is nobody's choice. */
static bool set_paths(struct conf *conf, const char *value, struct err *err)
{
    static const char blanks[] = " \t";
    for (const char *word = value + strspn(value, blanks); *word != '\0';
         word += strspn(word, blanks)) {
        size_t length = strcspn(word, blanks);
        if (word[0] != '/') {
            return err_set(err, ERR_CONFIG, "paths must be absolute, not \"%.*s\"", (int)length,
                           word);
        }
        word += length;
    }
    return replace(&conf->paths, value);
}

static bool assign(struct conf *conf, enum conf_key key, const char *value,
                   const struct place *place, struct err *err)
{
    switch (key) {
    case CONF_DB:
        return replace(&conf->db, value);
    case CONF_REFERENCE_DIR:
        return replace_path(&conf->reference_dir, value, place);
    case CONF_RULES_DIR:
        return replace_path(&conf->rules_dir, value, place);
    case CONF_JOBS:
        return set_jobs(conf, value, err);
    case CONF_HOLD_ON:
        return set_choice(&conf->hold_on_error, "hold_on", value, "never", "error", err);
    case CONF_MAX_DOCUMENT_MIB:
        return set_max_document(conf, value, err);
    case CONF_LOG_FORMAT:
        return set_choice(&conf->log_json, "log_format", value, "text", "json", err);
    case CONF_PATHS:
        return set_paths(conf, value, err);
    case CONF_OUT:
        return replace_path(&conf->out, value, place);
    case CONF_FORMATS:
        return replace(&conf->formats, value);
    case CONF_SUMMARY:
        return replace_path(&conf->summary, value, place);
    case CONF_METRICS:
        return replace_path(&conf->metrics, value, place);
    case CONF_ON_SUCCESS:
        return replace(&conf->on_success, value);
    case CONF_ON_FINDINGS:
        return replace(&conf->on_findings, value);
    case CONF_ON_FAILURE:
        return replace(&conf->on_failure, value);
    case CONF_KEYS:
        break;
    }
    return err_set(err, ERR_INTERNAL, "there is no configuration key %d", (int)key);
}

static const char *const names[CONF_KEYS] = {
    [CONF_DB] = "db",
    [CONF_REFERENCE_DIR] = "reference_dir",
    [CONF_RULES_DIR] = "rules_dir",
    [CONF_JOBS] = "jobs",
    [CONF_HOLD_ON] = "hold_on",
    [CONF_MAX_DOCUMENT_MIB] = "max_document_mib",
    [CONF_LOG_FORMAT] = "log_format",
    [CONF_PATHS] = "paths",
    [CONF_OUT] = "out",
    [CONF_FORMATS] = "formats",
    [CONF_SUMMARY] = "summary",
    [CONF_METRICS] = "metrics",
    [CONF_ON_SUCCESS] = "on_success",
    [CONF_ON_FINDINGS] = "on_findings",
    [CONF_ON_FAILURE] = "on_failure",
};

const char *conf_name(enum conf_key key)
{
    return names[key];
}

static const char *default_reference_dir(void)
{
    bool installed = access(HUIZONG_SYSCONF_DIR "/exp_func.csv", F_OK) == 0;
    return installed ? HUIZONG_SYSCONF_DIR : HUIZONG_SOURCE_CONFIG_DIR;
}

static const char *default_of(enum conf_key key)
{
    switch (key) {
    case CONF_REFERENCE_DIR:
        return default_reference_dir();
    case CONF_JOBS:
        return "0";
    case CONF_HOLD_ON:
        return "never";
    case CONF_MAX_DOCUMENT_MIB:
        return "64";
    case CONF_LOG_FORMAT:
        return "text";
    case CONF_FORMATS:
        return "csv,jsonl,xlsx,html";
    default:
        return "";
    }
}

static void note(struct conf_origin *origin, const char *value, const char *from)
{
    free(origin->value);
    free(origin->from);
    origin->value = value[0] != '\0' ? mem_strdup(value) : NULL;
    origin->from = from != NULL ? mem_strdup(from) : NULL;
}

bool conf_set(struct conf *conf, enum conf_key key, const char *value, const char *from,
              struct err *err)
{
    struct place place = {.conf = conf};
    size_t length = conf->file != NULL ? strlen(conf->file) : 0;
    place.is_file = length > 0 && from != NULL && strncmp(from, conf->file, length) == 0;
    const char *meant = value[0] != '\0' ? value : default_of(key);
    if (!assign(conf, key, meant, &place, err)) {
        return false;
    }
    note(&conf->origins[key], meant, value[0] != '\0' ? from : NULL);
    return true;
}

void conf_clear(struct conf *conf)
{
    char *const texts[] = {conf->file,        conf->db,         conf->reference_dir,
                           conf->rules_dir,   conf->paths,      conf->out,
                           conf->summary,     conf->metrics,    conf->on_success,
                           conf->on_findings, conf->on_failure, conf->formats};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        free(texts[i]);
    }
    for (enum conf_key key = 0; key < CONF_KEYS; key++) {
        free(conf->origins[key].value);
        free(conf->origins[key].from);
    }
    memset(conf, 0, sizeof *conf);
}
