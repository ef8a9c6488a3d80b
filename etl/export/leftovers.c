#include "export/leftovers.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"

static const char digits[] = "0123456789";
enum { DIVISION_DIGITS = 9, YEAR_DIGITS = 4 };

/* Directories hold few entries, and most runs find nothing: what can't be read is told, no more. */
static DIR *open_directory(const char *path)
{
    DIR *dir = opendir(path);
    if (dir == NULL && errno != ENOTDIR && errno != ENOENT) {
        log_warning("can't look for what a run left in %s: %s", path, strerror(errno));
    }
    return dir;
}

/* The year in "2026" and ".2026.new-397"; NULL where it is another name. A year itself is looked at
 * too: as a link it has what was left of it elsewhere. */
static const char *year_in(const char *name)
{
    const char *year = name[0] == '.' ? name + 1 : name;
    char after = name[0] == '.' ? '.' : '\0';
    return strspn(year, digits) == YEAR_DIGITS && year[YEAR_DIGITS] == after ? year : NULL;
}

static void clear_division(const struct swapdir_root *root, const char *path, const char *division)
{
    char *folder = mem_printf("%s/%s", path, division);
    DIR *dir = open_directory(folder);
    const struct dirent *entry;
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        const char *year = year_in(entry->d_name);
        if (year != NULL && (entry->d_name[0] == '.' || entry->d_type != DT_DIR)) {
            char *name = mem_printf("%s/%.4s", division, year);
            swapdir_recover(root, name);
            free(name);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
    free(folder);
}

void leftovers_clear(const struct swapdir_root *root, const char *path)
{
    DIR *dir = open_directory(path);
    const struct dirent *entry;
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (strlen(entry->d_name) == DIVISION_DIGITS &&
            strspn(entry->d_name, digits) == DIVISION_DIGITS) {
            clear_division(root, path, entry->d_name);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
}
