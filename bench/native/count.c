/* nightjar_count WORK COUNT: does a piece of work so many times, for a program that counts instructions (tools/count-aarch64.sh).
 * nightjar_count check: checks that both sides do the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "work.h"

static const struct {
    const char *name;
    sampler_work *work;
} works[] = {
    {"peel", peel_single},
    {"peel-obvious", peel_obvious},
    {"create-20", create_20},
    {"create-20-obvious", create_20_obvious},
    {"message-peel", peel_message},
    {"message-peel-obvious", peel_message_obvious},
};

int main(int argc, char **argv) {
    set_up();
    if (argc == 2 && strcmp(argv[1], "check") == 0) {
        check_all();
        return 0;
    }
    for (size_t i = 0; argc == 3 && i < sizeof works / sizeof *works; i++) {
        if (strcmp(argv[1], works[i].name) != 0) continue;
        works[i].work((size_t)strtoul(argv[2], NULL, 10));
        return 0;
    }
    fprintf(stderr, "usage: nightjar_count WORK COUNT, or nightjar_count check\n");
    return 2;
}
