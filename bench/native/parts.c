#include "parts.h"

#include <nightjar/hash.h>

#include "ec/ec.h"
#include "lanes/lanes.h"
#include "onion/onion_internal.h"
#include "sha256/sha256_x16.h"
#include "work.h"

#define GROUPS (PARTS_STEP / NJI_LANES)
#define HEAD_LEN 256 /* onion_peel.c decrypts so much before it knows the layout */
#define LAYER_LEN 65 /* of the fixture: a payload of 32 bytes, its length, an HMAC */
#define STREAM_LEN (NJ_ONION_PAYMENT_LEN - NJ_ONION_OVERHEAD_LEN + LAYER_LEN)
#define HASH_BLOCKS 31 /* ECDH 1; keys mu and rho 2 each; HMAC of 1332 bytes 24; blinding factor 2 */
#define LONG_LEN 16384

static const nji_lanes_engine *engine;
static const uint8_t *keys[PARTS_STEP];
static nji_lanes_point points[GROUPS];
static nji_lanes_table tables[GROUPS];
static nji_lanes_digits digits[GROUPS];
static nji_lanes_jacobian products[GROUPS];
static uint8_t valid[GROUPS], written[PARTS_STEP][NJ_PUBLIC_KEY_LEN];
static uint8_t hashes[PARTS_STEP][NJ_SHA256_LEN], secrets[PARTS_STEP][NJ_SHARED_SECRET_LEN];
static uint8_t text[LONG_LEN];

int parts_set_up(void) {
    nji_digits scalar;
    engine = nji_lanes_engine_current();
    if (engine == NULL) return 0;
    for (size_t i = 0; i < PARTS_STEP; i++) keys[i] = onions[i] + NJ_ONION_VERSION_LEN;
    nji_digits_init(&scalar, node_secret);
    for (size_t g = 0; g < GROUPS; g++) nji_lanes_set_all(&digits[g], &scalar);
    part_decompress(PARTS_STEP);
    part_table(PARTS_STEP);
    part_multiply(PARTS_STEP);
    part_compress(PARTS_STEP);
    return 1;
}

void part_decompress(size_t count) {
    for (size_t i = 0; i < count; i += PARTS_STEP) engine->decompress(points, valid, keys, GROUPS);
}

void part_table(size_t count) {
    for (size_t i = 0; i < count / NJI_LANES; i++) engine->make_table(&tables[i % GROUPS], &points[i % GROUPS]);
}

void part_multiply(size_t count) {
    for (size_t i = 0; i < 2 * count / NJI_LANES; i++)
        engine->multiply(&products[i % GROUPS], &tables[i % GROUPS], &digits[i % GROUPS]);
}

void part_compress(size_t count) {
    for (size_t i = 0; i < 2 * count; i += PARTS_STEP) engine->compress(written, valid, products, GROUPS);
}

void part_hash(size_t count) {
    for (size_t i = 0; i < count; i += PARTS_STEP) {
        nji_hash_points(secrets, written, PARTS_STEP);
        nji_kdf_many(hashes, NJ_KDF_MU, secrets[0], NJ_SHARED_SECRET_LEN, PARTS_STEP);
        nji_layer_hmacs(hashes, PARTS_STEP, hashes, onions[0], NJ_ONION_PAYMENT_LEN, assocs[0], ASSOC_LEN);
        nji_kdf_many(hashes, NJ_KDF_RHO, secrets[0], NJ_SHARED_SECRET_LEN, PARTS_STEP);
        nji_blinding_factors(hashes, keys[0], NJ_ONION_PAYMENT_LEN, secrets, PARTS_STEP);
    }
}

void part_stream(size_t count) {
    for (size_t i = 0; i < count; i++) {
        nji_layer_cipher(text, text, HEAD_LEN, hashes[i % PARTS_STEP], 0);
        nji_layer_cipher(text, text, STREAM_LEN - HEAD_LEN, hashes[i % PARTS_STEP], HEAD_LEN);
    }
}

#if !defined(NJ_HAVE_FLOOR_AVX512IFMA)
/* Then there is no engine either, and nobody asks. */
void floor_field(size_t products_count, size_t squares_count) {
    (void)products_count;
    (void)squares_count;
}
#endif

/* Multiplications and squarings of eight points, as lanes/engine.h and lanes/group.h have them: a doubling 3 and 4, an addition 8
 * and 3. */
static void floor_points(size_t count, size_t multiplications, size_t squarings) {
    floor_field(count / NJI_LANES * multiplications, count / NJI_LANES * squarings);
}

/* x^3 + 7, its root, and the root squared again. */
void floor_decompress(size_t count) { floor_points(count, 14, 255); }

/* 104 doublings, 12 pairs of sums (5 and 3 each), and their common z. */
void floor_table(size_t count) { floor_points(count, 500, 470); }

/* Twice 25 doublings, 51 additions and the z of the table. */
void floor_multiply(size_t count) { floor_points(count, 2 * (25 * 3 + 51 * 8 + 1), 2 * (25 * 4 + 51 * 3)); }

/* Twice; the scalar inversion, one for 32, is not counted. */
void floor_compress(size_t count) { floor_points(count, 2 * 7, 2); }

/* As many blocks in one message for each lane. */
void floor_hash(size_t count) {
    const nji_part part = {text, 64, HASH_BLOCKS * 64 - 9};
    for (size_t i = 0; i < count; i += PARTS_STEP) nji_sha256_many(hashes, PARTS_STEP, &part, 1);
}

void floor_stream(size_t count) {
    for (size_t done = 0; done < count * STREAM_LEN; done += LONG_LEN) nji_layer_cipher(text, text, LONG_LEN, hashes[0], 0);
}
