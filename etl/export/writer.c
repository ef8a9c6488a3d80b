#include "export/writer.h"

const struct writer_format *const writer_formats[] = {&writer_csv, &writer_jsonl, NULL};
