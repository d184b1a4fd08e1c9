/* timing: whether the time of an operation tells one class of secrets from another, by statistics (Reparaz, Balasch, Verbauwhede: "Dude, is
 * my code constant time?", 2017). Class 0 has secrets whose first half is nearly all zeros, class 1 any secrets, drawn in random
 * order; Welch's t test compares their times, whole and cut off above several percentiles. A |t| above 10 is a leak. Two controls that
 * are not constant time must be found, else the run says nothing.
 * BIP340 negates the secret key if its public key has an odd Y, and the nonce if R has, and libsecp256k1 branches on that, as on any public
 * value. So the usual classes, one secret against any, differ in the parities of these points. This is shown and not judged, beside one
 * secret against those with the same parities, where nothing may be left.
 * usage: timing [SECONDS], for each operation; 10 by default. */
#include <math.h>

#include "nightjar/adaptor.h"
#include "nightjar/aead.h"
#include "nightjar/blinded.h"
#include "nightjar/onion.h"
#include "nightjar/schnorr.h"

#include "ec/ec.h"
#include "harness.h"
#include "sha256/sha256.h"

#define T_MAX 10.0
#define BLOCK_COUNT 1000
#define CUTS_COUNT 5

#if defined(__x86_64__)
#include <x86intrin.h>
static uint64_t now(void) {
    unsigned processor;
    _mm_lfence();
    return __rdtscp(&processor);
}
#else
static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}
#endif

static nj_ctx ctx;
static uint8_t node[33], first_half[16], fixed[32], onion[NJ_ONION_PAYMENT_LEN], sealed[100 + NJ_AEAD_TAG_LEN];
static volatile uint8_t sink;

/* The secret that an operation works on, and what is prepared of it outside the measurement. */
static uint8_t secret[32];
static nj_key key;

static void run_public_key(void) {
    uint8_t out[33];
    nj_public_key_create(&ctx, out, secret);
    sink = out[1];
}

static void run_ecdh(void) {
    uint8_t out[32];
    nj_ecdh(&ctx, out, secret, node);
    sink = out[0];
}

static void run_sign(void) {
    uint8_t out[64];
    nj_schnorr_sign(&ctx, out, secret, node, 32, NULL);
    sink = out[0];
}

static void run_presign(void) {
    uint8_t out[65];
    nj_x_adaptor_presign(&ctx, out, secret, node, node, NULL);
    sink = out[0];
}

/* With another node's key, so that every packet fails its HMAC. */
static void run_peel(void) {
    static uint8_t next[NJ_ONION_PAYMENT_LEN], payload[NJ_ONION_PAYMENT_LEN];
    uint8_t shared_secret[32];
    size_t payload_len;
    sink = (uint8_t)nj_onion_peel(&ctx, next, payload, &payload_len, shared_secret, NULL, &key, onion, sizeof onion, NULL, 0, NULL);
}

static void run_blinded_secret(void) {
    uint8_t out[32];
    nj_blinded_secret_key(&ctx, out, &key, node);
    sink = out[0];
}

/* The secret is the tag: right but for its last byte in class 0. */
static void run_tag(void) {
    static const uint8_t aead_key[32], nonce[12];
    static uint8_t out[100];
    memcpy(sealed + 100, secret, NJ_AEAD_TAG_LEN);
    sink = (uint8_t)nj_aead_decrypt(out, aead_key, nonce, NULL, 0, sealed, sizeof sealed);
}

/* Ends at the first difference. */
static void run_control_compare(void) {
    for (size_t i = 0; i < sizeof first_half; i++) {
        if (*(volatile uint8_t *)&secret[i] != first_half[i]) return;
        sink = secret[i];
    }
}

/* One hash for each bit that is set. */
static void run_control_bits(void) {
    uint8_t out[32];
    for (size_t i = 0; i < 8 * sizeof secret; i++) {
        if (secret[i / 8] >> i % 8 & 1) nj_kdf(out, NJ_KDF_RHO, secret);
    }
}

/* --- classes --------------------------------------------------------------------------------------------------------------------- */

static void random_key(uint8_t *out) {
    random_bytes(out, 32);
    out[0] &= 0x7f; /* surely below the group order */
}

static void choose_first_half(uint8_t (*choices)[32]) {
    random_key(choices[0]);
    random_key(choices[1]);
    memcpy(choices[0], first_half, sizeof first_half);
}

/* Which of the two points of a signature of run_sign have an odd Y: 1 the public key, 2 R. Spec: BIP340 "Default Signing". */
static int parities(const uint8_t *secret_key) {
    static const uint8_t no_aux[32];
    uint8_t public_key[33], r[33], d[32], mask[32], nonce[32];
    nji_sha256 hash;
    CHECK(nj_public_key_create(&ctx, public_key, secret_key) == NJ_OK);
    memcpy(d, secret_key, sizeof d);
    nji_scalar_negate_if(d, public_key[0] & 1);
    nji_tagged_hash_init(&hash, "BIP0340/aux");
    nji_sha256_update(&hash, no_aux, sizeof no_aux);
    nji_sha256_final(&hash, mask);
    for (size_t i = 0; i < sizeof d; i++) d[i] ^= mask[i];
    nji_tagged_hash_init(&hash, "BIP0340/nonce");
    nji_sha256_update(&hash, d, sizeof d);
    nji_sha256_update(&hash, public_key + 1, 32);
    nji_sha256_update(&hash, node, 32);
    nji_sha256_final(&hash, nonce);
    CHECK(nj_public_key_create(&ctx, r, nonce) == NJ_OK);
    return (public_key[0] & 1) | (r[0] & 1) << 1;
}

static void random_key_of(uint8_t *out, int wanted) {
    do random_key(out);
    while (parities(out) != wanted);
}

static void choose_fixed(uint8_t (*choices)[32]) {
    memcpy(choices[0], fixed, sizeof fixed);
    random_key_of(choices[1], (int)(random_u64() & 3));
}

static void choose_fixed_of_equal_parities(uint8_t (*choices)[32]) {
    memcpy(choices[0], fixed, sizeof fixed);
    random_key_of(choices[1], parities(fixed));
}

static void choose_parities(uint8_t (*choices)[32]) {
    random_key_of(choices[0], 0);
    random_key_of(choices[1], 3);
}

/* --- statistics ------------------------------------------------------------------------------------------------------------------ */

typedef struct moments {
    double count, mean, squares;
} moments;

static void add(moments *m, double value) {
    const double delta = value - m->mean;
    m->count++;
    m->mean += delta / m->count;
    m->squares += delta * (value - m->mean);
}

static double welch(const moments *a, const moments *b) {
    if (a->count < 100 || b->count < 100) return 0;
    const double variance = a->squares / (a->count - 1) / a->count + b->squares / (b->count - 1) / b->count;
    return variance == 0 ? 0 : (a->mean - b->mean) / sqrt(variance);
}

static int compare_times(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

typedef enum kind { SECRET, CONTROL, PUBLIC } kind;

/* choose draws a secret of each class. */
typedef struct operation {
    const char *name;
    void (*run)(void);
    void (*choose)(uint8_t (*choices)[32]);
    int with_key;
    kind kind;
} operation;

/* One block of measurements; the first block only sets where times are cut off. */
static void measure(const operation *o, uint64_t *times, uint8_t *classes) {
    for (int i = 0; i < BLOCK_COUNT; i++) {
        /* Both classes take the same way, so that nothing but the bytes differs. */
        uint8_t choices[2][32];
        classes[i] = random_u64() & 1;
        o->choose(choices);
        memcpy(secret, choices[classes[i]], sizeof secret);
        if (o->with_key) nj_key_init(&ctx, &key, secret);
        const uint64_t start = now();
        o->run();
        times[i] = now() - start;
    }
}

/* The largest |t| of all cuts. */
static double test(const operation *o, double seconds) {
    static const char *const VERDICTS[][2] = {
        [SECRET] = {"constant", "LEAKS"}, [CONTROL] = {"CONTROL NOT FOUND", "found, as it must be"}, [PUBLIC] = {"public", "public"}};
    static const double CUTS[CUTS_COUNT] = {0.5, 0.8, 0.95, 0.99, 1};
    uint64_t times[BLOCK_COUNT], limits[CUTS_COUNT], sorted[BLOCK_COUNT];
    uint8_t classes[BLOCK_COUNT];
    moments m[CUTS_COUNT][2] = {{{0, 0, 0}}};
    const time_t end = time(NULL) + (time_t)seconds;
    double worst = 0;
    measure(o, times, classes); /* warm up */
    measure(o, times, classes);
    memcpy(sorted, times, sizeof sorted);
    qsort(sorted, BLOCK_COUNT, sizeof *sorted, compare_times);
    for (int c = 0; c < CUTS_COUNT; c++) limits[c] = CUTS[c] == 1 ? UINT64_MAX : sorted[(int)(CUTS[c] * BLOCK_COUNT)];
    do {
        measure(o, times, classes);
        for (int i = 0; i < BLOCK_COUNT; i++) {
            for (int c = 0; c < CUTS_COUNT; c++) {
                if (times[i] <= limits[c]) add(&m[c][classes[i]], (double)times[i]);
            }
        }
    } while (time(NULL) < end);
    for (int c = 0; c < CUTS_COUNT; c++) {
        const double t = fabs(welch(&m[c][0], &m[c][1]));
        if (t > worst) worst = t;
    }
    printf("%-40s %9.0f times  |t| %6.1f  %s\n", o->name, m[CUTS_COUNT - 1][0].count + m[CUTS_COUNT - 1][1].count, worst,
           VERDICTS[o->kind][worst > T_MAX]);
    fflush(stdout);
    return worst;
}

int main(int argc, char **argv) {
    static const operation OPERATIONS[] = {
        {"control: early exit", run_control_compare, choose_first_half, 0, CONTROL},
        {"control: work for each bit", run_control_bits, choose_first_half, 0, CONTROL},
        {"nj_public_key_create", run_public_key, choose_first_half, 0, SECRET},
        {"nj_ecdh", run_ecdh, choose_first_half, 0, SECRET},
        {"nj_schnorr_sign", run_sign, choose_first_half, 0, SECRET},
        {"nj_schnorr_sign, one key, any parities", run_sign, choose_fixed, 0, PUBLIC},
        {"nj_schnorr_sign, one key, equal parities", run_sign, choose_fixed_of_equal_parities, 0, SECRET},
        {"nj_schnorr_sign, even and odd points", run_sign, choose_parities, 0, PUBLIC},
        {"nj_x_adaptor_presign", run_presign, choose_first_half, 0, SECRET},
        {"nj_onion_peel, node key", run_peel, choose_first_half, 1, SECRET},
        {"nj_blinded_secret_key", run_blinded_secret, choose_first_half, 1, SECRET},
        {"nj_aead_decrypt, tag", run_tag, choose_first_half, 0, SECRET},
    };
    const double seconds = argc > 1 ? atof(argv[1]) : 10;
    uint8_t session_key[32], shared_secret[32], payload[20] = {0}, other[33];
    const uint32_t len = sizeof payload;
    int bad = 0;
    first_half[2] = 1;
    random_key(session_key);
    random_key(fixed);
    CHECK(nj_ctx_init(&ctx, session_key) == NJ_OK && nj_public_key_create(&ctx, node, session_key) == NJ_OK);
    session_key[1] ^= 1;
    CHECK(nj_public_key_create(&ctx, other, session_key) == NJ_OK);
    CHECK(nj_onion_build(&ctx, onion, sizeof onion, shared_secret, session_key, 1, other, payload, sizeof payload, &len, NULL, 0) == NJ_OK);
    CHECK(nj_aead_encrypt(sealed, (const uint8_t[32]){0}, (const uint8_t[12]){0}, NULL, 0, onion, 100) == NJ_OK);
    for (size_t i = 0; i < sizeof OPERATIONS / sizeof *OPERATIONS; i++) {
        const operation *o = &OPERATIONS[i];
        if (o->run == run_tag) {
            memcpy(first_half, sealed + 100, NJ_AEAD_TAG_LEN);
            first_half[NJ_AEAD_TAG_LEN - 1] ^= 1;
        }
        bad |= (test(o, seconds) > T_MAX) != (o->kind == CONTROL) && o->kind != PUBLIC;
    }
    printf("timing: %s\n", bad ? "FAILED" : "no class of secrets can be told by its time, both controls can");
    return bad;
}
