#include "cpu.h"

#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

#define ALL (NJI_CPU_SHANI | NJI_CPU_AVX2 | NJI_CPU_AVX512 | NJI_CPU_AVX512IFMA | NJI_CPU_NEON | NJI_CPU_ARMV8CE)
#define X86 (NJI_CPU_SHANI | NJI_CPU_AVX2 | NJI_CPU_AVX512 | NJI_CPU_AVX512IFMA)
#define ALL_NAMES "shani avx2 avx512 avx512ifma neon armv8ce"

static void test_names(void) {
    char text[sizeof ALL_NAMES + 1];
    nji_cpu_names(text, sizeof text, ALL);
    CHECK(strcmp(text, ALL_NAMES) == 0);
    nji_cpu_names(text, sizeof text, NJI_CPU_AVX2 | NJI_CPU_NEON);
    CHECK(strcmp(text, "avx2 neon") == 0);
    nji_cpu_names(text, sizeof text, 0);
    CHECK(strcmp(text, "") == 0);
    for (size_t len = 1; len <= sizeof ALL_NAMES; len++) {
        memset(text, '?', sizeof text);
        nji_cpu_names(text, len, ALL);
        CHECK(text[len] == '?');
        CHECK(strlen(text) < len && strncmp(text, ALL_NAMES, strlen(text)) == 0);
    }
    memset(text, '?', sizeof text);
    nji_cpu_names(text, 0, ALL);
    CHECK(text[0] == '?');
}

/* Detection as the compiler's own run-time support sees it. */
static void test_detection(uint32_t features) {
    CHECK((features & ~(uint32_t)ALL) == 0);
#if defined(__x86_64__)
    __builtin_cpu_init();
    const int avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                       __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
    CHECK(!(features & NJI_CPU_AVX2) || __builtin_cpu_supports("avx2"));
    CHECK(!(features & NJI_CPU_AVX512) || avx512);
    CHECK(!(features & NJI_CPU_AVX512IFMA) || __builtin_cpu_supports("avx512ifma"));
    CHECK((features & ~(uint32_t)X86) == 0);
    CHECK(nji_cpu_avx_state() == (__builtin_cpu_supports("avx") != 0));
    if (getenv("NIGHTJAR_CPU_DISABLE") == NULL) {
        CHECK(!(features & NJI_CPU_AVX2) == !__builtin_cpu_supports("avx2"));
        CHECK(!(features & NJI_CPU_AVX512) == !avx512);
        CHECK(!(features & NJI_CPU_AVX512IFMA) == !__builtin_cpu_supports("avx512ifma"));
    }
#else
    CHECK((features & X86) == 0);
    CHECK(nji_cpu_avx_state() == 0);
#endif
#if defined(__aarch64__)
    if (getenv("NIGHTJAR_CPU_DISABLE") == NULL) CHECK(features & NJI_CPU_NEON);
#endif
}

/* A mask removes, and never brings back. */
static void test_mask(uint32_t features) {
    const int avx_state = nji_cpu_avx_state();
    nji_cpu_mask(~(uint32_t)0);
    CHECK(nji_cpu_features() == features);
    nji_cpu_mask(~(uint32_t)(NJI_CPU_SHANI | NJI_CPU_NEON));
    CHECK(nji_cpu_features() == (features & ~(uint32_t)(NJI_CPU_SHANI | NJI_CPU_NEON)));
    nji_cpu_mask(ALL);
    CHECK(nji_cpu_features() == (features & ~(uint32_t)(NJI_CPU_SHANI | NJI_CPU_NEON)));
    nji_cpu_mask(0);
    CHECK(nji_cpu_features() == 0);
    nji_cpu_mask(ALL);
    CHECK(nji_cpu_features() == 0);
    CHECK(nji_cpu_avx_state() == avx_state);
}

/* The variable is read once, before the first feature is told: each case is a child process, and its features, which fit, its
 * exit status. To be called before any other use of cpu.h. */
static uint32_t features_without(const char *list) {
    int status;
    const pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        setenv("NIGHTJAR_CPU_DISABLE", list, 1);
        _exit((int)nji_cpu_features());
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    return (uint32_t)WEXITSTATUS(status);
}

static void test_disable(void) {
    const uint32_t all = features_without("");
    for (uint32_t bit = 1; bit <= ALL; bit <<= 1) {
        char name[16];
        nji_cpu_names(name, sizeof name, bit);
        CHECK(features_without(name) == (all & ~bit));
    }
    CHECK(features_without("avx512,shani,armv8ce") == (all & ~(uint32_t)(NJI_CPU_AVX512 | NJI_CPU_SHANI | NJI_CPU_ARMV8CE)));
    CHECK(features_without(",,neon,bogus,,avx,avx2 ") == (all & ~(uint32_t)NJI_CPU_NEON));
    CHECK(features_without("shani,avx2,avx512,avx512ifma,neon,armv8ce") == 0);
}

int main(void) {
    test_disable();
    test_names();
    const uint32_t features = nji_cpu_features();
    test_detection(features);
    test_mask(features);
    return harness_done("cpu_test");
}
