/* constant_time.h - secrets as undefined memory, for the tests under valgrind. memcheck reports each branch and each address that depends
 * on undefined memory, so silence means constant time (but for instructions whose own time depends on their operands: the code uses
 * none), and but for what nji_declassify says may be seen. Output must still be undefined: then the secrets went all the way. With the
 * argument "control" it stays so when the test looks at it, which memcheck must report. */
#ifndef NJ_TEST_CONSTANT_TIME_H
#define NJ_TEST_CONSTANT_TIME_H

#include <valgrind/memcheck.h>

#include "harness.h"

static int control;

/* First in main: ends the program unless it runs under valgrind. */
static void constant_time_start(int argc, char **argv) {
    control = argc > 1 && strcmp(argv[1], "control") == 0;
    if (!RUNNING_ON_VALGRIND) {
        fprintf(stderr, "%s: run it under valgrind\n", argv[0]);
        exit(2);
    }
}

static void hide(void *secret, size_t len) { VALGRIND_MAKE_MEM_UNDEFINED(secret, len); }

/* Some of what came out must depend on a secret. Then it is shown, unless this is the control. */
static void show(void *out, size_t len) {
    uint8_t *undefined = malloc(len);
    size_t bits = 0;
    if (undefined == NULL || VALGRIND_GET_VBITS(out, undefined, len) != 1) abort();
    for (size_t i = 0; i < len; i++) bits |= undefined[i];
    free(undefined);
    CHECK(bits != 0);
    if (!control) VALGRIND_MAKE_MEM_DEFINED(out, len);
}

#endif
