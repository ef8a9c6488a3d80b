/* Private to conf: the INI file. */
#ifndef HUIZONG_CONF_CONF_FILE_H
#define HUIZONG_CONF_CONF_FILE_H

#include "conf/conf.h"

/* Reads conf->file and sets what it says. */
bool conf_file_read(struct conf *conf, struct err *err);

#endif
