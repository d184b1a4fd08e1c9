/* harness.h - the little that the C tests need: counted checks, hex, a seeded generator whose seed is printed. */
#ifndef NJ_TEST_HARNESS_H
#define NJ_TEST_HARNESS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static unsigned long harness_checks;

/* Ends the test at the first failure, with the place and the expression. */
#define CHECK(condition)                                                                  \
    do {                                                                                  \
        harness_checks++;                                                                 \
        if (!(condition)) {                                                               \
            fprintf(stderr, "%s:%d: CHECK(%s) failed\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                                      \
        }                                                                                 \
    } while (0)

#define CHECK_BYTES(actual, expected, len) CHECK(memcmp((actual), (expected), (len)) == 0)

/* Decodes hex into out (room for strlen/2 bytes) and gives the length. */
__attribute__((unused)) static size_t from_hex(uint8_t *out, const char *hex) {
    size_t len = strlen(hex) / 2;
    for (size_t i = 0; i < len; i++) {
        unsigned byte;
        if (sscanf(hex + 2 * i, "%2x", &byte) != 1) abort();
        out[i] = (uint8_t)byte;
    }
    return len;
}

/* 1 if the long runs are asked for: NJ_TEST_LONG is set. */
__attribute__((unused)) static int harness_long(void) { return getenv("NJ_TEST_LONG") != NULL; }

/* xorshift64*, for test data only. Seeded from NJ_TEST_SEED, else the clock; the seed is printed. */
__attribute__((unused)) static uint64_t random_u64(void) {
    static uint64_t state;
    if (state == 0) {
        const char *seed = getenv("NJ_TEST_SEED");
        state = seed != NULL ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL);
        printf("NJ_TEST_SEED=%llu\n", (unsigned long long)state);
        state = state * 0x9e3779b97f4a7c15u + 1;
    }
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * 0x2545f4914f6cdd1du;
}

__attribute__((unused)) static void random_bytes(uint8_t *out, size_t len) {
    for (size_t i = 0; i < len; i++) out[i] = (uint8_t)(random_u64() >> 32);
}

/* Call at the end of main. */
__attribute__((unused)) static int harness_done(const char *name) {
    printf("%s: %lu checks passed\n", name, harness_checks);
    return 0;
}

#endif
