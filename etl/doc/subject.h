/*
 * Subjects by name: what a label means in the catalogues. Filled once before loading, then only
 * read, by any number of threads. Names are compared folded (text_fold).
 */
#ifndef HUIZONG_DOC_SUBJECT_H
#define HUIZONG_DOC_SUBJECT_H

struct subjects;

struct subjects *subjects_new(void);
void subjects_free(struct subjects *subjects); /* NULL is fine */

/* A 类 of the functional classification, by one of its names (names change over the years). */
void subjects_add_class(struct subjects *subjects, const char *code, const char *name);
void subjects_add_department_economic(struct subjects *subjects, const char *code,
                                      const char *name);
void subjects_add_government_economic(struct subjects *subjects, const char *code,
                                      const char *name);
void subjects_add_crossmap(struct subjects *subjects, const char *department_code,
                           const char *government_code);

/* All give NULL where the name is unknown or means more than one code. `folded` as text_fold makes
 * it. */
const char *subjects_class(const struct subjects *subjects, const char *folded);

/* A department subject: a group (3 digits) where group is NULL, else an item (5 digits) of that
 * group. */
const char *subjects_department(const struct subjects *subjects, const char *group,
                                const char *folded);

/*
 * A government subject by its name, among those that the crossmap gives for department_code (all,
 * where it gives none of that name or department_code is NULL); of the length of digits asked for
 * (3 or 5).
 */
const char *subjects_government(const struct subjects *subjects, const char *department_code,
                                const char *folded, unsigned digits);

#endif
