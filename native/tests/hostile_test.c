/* hostile_test: onions that were tampered with, and onions that a sender with bad intent made, under an HMAC that matches. Each must
 * get exactly the status, payload and next packet that BOLT 4 "Onion Decryption" gives it, worked out here from what went in. A short
 * run by default; NJ_TEST_LONG=1 makes it 10 million tampered with and 1 million hostile ones. */
#include "base/base.h"
#include "ec/ec.h"
#include "nightjar/aead.h"
#include "nightjar/blinded.h"
#include "nightjar/hash.h"
#include "nightjar/onion.h"

#include "harness.h"

#define BATCH_COUNT 64
#define POOL_COUNT 64
#define LEN NJ_ONION_PAYMENT_LEN
#define ASSOC_LEN 32

static nj_ctx ctx;
static nj_key key;
static uint8_t node_secret[32], node[33];

static uint8_t onions[BATCH_COUNT * LEN], assocs[BATCH_COUNT][ASSOC_LEN], path_keys[BATCH_COUNT][33];
static uint8_t results[BATCH_COUNT * NJ_PEELED_LEN(LEN)];

static int is_zero(const uint8_t *bytes, size_t len) { return len == 0 || (bytes[0] == 0 && memcmp(bytes, bytes + 1, len - 1) == 0); }

/* What one packet of a batch must give. */
typedef struct expected {
    nj_status status;
    size_t payload_len;
    const uint8_t *payload, *shared_secret, *next; /* NULL: zeros */
} expected;

static void check_field(const uint8_t *actual, const uint8_t *wanted, size_t len) {
    CHECK(wanted == NULL ? is_zero(actual, len) : memcmp(actual, wanted, len) == 0);
}

static void check_parts(const expected *e, nj_status status, size_t payload_len, const uint8_t *payload, const uint8_t *shared_secret,
                        const uint8_t *next, size_t onion_len) {
    CHECK(status == e->status && payload_len == e->payload_len);
    check_field(shared_secret, e->shared_secret, NJ_SHARED_SECRET_LEN);
    check_field(next, e->next, onion_len);
    check_field(payload, e->payload, payload_len);
    CHECK(is_zero(payload + payload_len, NJ_ONION_PAYLOAD_ROOM_LEN(onion_len) - payload_len));
}

/* Peels the batch, and one of it alone. */
static void check_batch(const expected *e, size_t onion_len, int with_paths) {
    uint8_t next[LEN], payload[LEN] = {0}, shared_secret[32];
    const size_t alone = random_u64() % BATCH_COUNT;
    const uint8_t *path_key = with_paths && !is_zero(path_keys[alone], 33) ? path_keys[alone] : NULL;
    size_t payload_len;
    CHECK(nj_onion_peel_batch(&ctx, results, &key, BATCH_COUNT, onions, onion_len, assocs[0], ASSOC_LEN,
                              with_paths ? path_keys[0] : NULL) == NJ_OK);
    for (size_t i = 0; i < BATCH_COUNT; i++) {
        const uint8_t *result = results + i * NJ_PEELED_LEN(onion_len);
        check_parts(&e[i], (nj_status)nji_load32_be(result), nji_load32_be(result + NJ_PEELED_PAYLOAD_LEN_OFFSET),
                    result + NJ_PEELED_PAYLOAD_OFFSET(onion_len), result + NJ_PEELED_SHARED_SECRET_OFFSET, result + NJ_PEELED_NEXT_OFFSET,
                    onion_len);
    }
    nj_status status = nj_onion_peel(&ctx, next, payload, &payload_len, shared_secret, NULL, &key, onions + alone * onion_len, onion_len,
                                     assocs[alone], ASSOC_LEN, path_key);
    check_parts(&e[alone], status, payload_len, payload, shared_secret, next, onion_len);
}

/* --- tampered with ------------------------------------------------------------------------------------------------------------ */

/* Good packets for this node, every fourth over a path. */
static struct {
    uint8_t onions[POOL_COUNT][LEN], assocs[POOL_COUNT][ASSOC_LEN], path_keys[POOL_COUNT][33];
} pool;

static void fill_pool(void) {
    for (size_t i = 0; i < POOL_COUNT; i++) {
        uint8_t session_key[32], hops[2][33], secrets[2][32], payloads[200], data[16];
        const uint32_t lens[2] = {100, 100}, none = 0;
        random_bytes(session_key, 32);
        random_bytes(payloads, sizeof payloads);
        random_bytes(pool.assocs[i], ASSOC_LEN);
        memcpy(hops[0], node, 33);
        memcpy(hops[1], node, 33);
        if (i % 4 == 0) CHECK(nj_blinded_path_create(&ctx, pool.path_keys[i], hops[0], data, session_key, 1, node, NULL, 0, &none) == NJ_OK);
        random_bytes(session_key, 32);
        CHECK(nj_onion_build(&ctx, pool.onions[i], LEN, secrets[0], session_key, 2, hops[0], payloads, sizeof payloads, lens, pool.assocs[i],
                             ASSOC_LEN) == NJ_OK);
    }
}

/* Does a packet harm in one of many ways. */
static void tamper(uint8_t *onion, uint8_t *assoc, uint8_t *path_key) {
    const size_t at = random_u64() % LEN, other = random_u64() % POOL_COUNT;
    size_t len = 1 + random_u64() % (random_u64() % 2 ? 8 : 1366);
    if (len > LEN - at) len = LEN - at;
    switch (random_u64() % 12) {
        case 0: random_bytes(onion + at, len); break;
        case 1: memset(onion + at, (int)random_u64() % 2 ? 0 : 0xff, len); break;
        case 2: memcpy(onion + at, pool.onions[other] + at, len); break;
        case 3: memmove(onion + at, onion + random_u64() % (LEN - len + 1), len); break;
        case 4: onion[0] = (uint8_t)random_u64(); break;
        case 5: random_bytes(onion + 1, 33); break;
        case 6: onion[1] ^= 1; break;
        case 7: random_bytes(onion + 2, 32); break;
        case 8: assoc[random_u64() % ASSOC_LEN] ^= (uint8_t)(1 << random_u64() % 8); break;
        case 9: memcpy(path_key, pool.path_keys[other], 33); break;
        default:
            for (size_t i = 0; i < len % 8 + 1; i++) onion[random_u64() % LEN] ^= (uint8_t)(1 << random_u64() % 8);
    }
}

/* Spec: BOLT 4 "Onion Decryption": version, ephemeral key, path key, HMAC, in this order. */
static nj_status refusal(const uint8_t *onion, const uint8_t *path_key, int with_paths) {
    if (onion[0] != 0) return NJ_PEER_ONION_VERSION;
    if (nj_public_key_check(onion + 1) != NJ_OK) return NJ_PEER_ONION_KEY;
    if (with_paths && !is_zero(path_key, 33) && nj_public_key_check(path_key) != NJ_OK) return NJ_PEER_PATH_KEY;
    return NJ_PEER_ONION_HMAC;
}

/* Gives how many packets of the batch were in fact changed. */
static size_t test_tampered(void) {
    expected e[BATCH_COUNT];
    size_t changed = 0;
    for (size_t i = 0; i < BATCH_COUNT; i++) {
        const size_t from = random_u64() % POOL_COUNT;
        uint8_t *onion = onions + i * LEN;
        do {
            memcpy(onion, pool.onions[from], LEN);
            memcpy(assocs[i], pool.assocs[from], ASSOC_LEN);
            memcpy(path_keys[i], pool.path_keys[from], 33);
            tamper(onion, assocs[i], path_keys[i]);
        } while (memcmp(onion, pool.onions[from], LEN) == 0 && memcmp(assocs[i], pool.assocs[from], ASSOC_LEN) == 0 &&
                 memcmp(path_keys[i], pool.path_keys[from], 33) == 0);
        e[i] = (expected){refusal(onion, path_keys[i], 1), 0, NULL, NULL, NULL};
        changed++;
    }
    check_batch(e, LEN, 1);
    return changed;
}

/* --- hostile ------------------------------------------------------------------------------------------------------------------ */

/* A sender who talks to this node, and can authenticate what it likes. */
typedef struct sender {
    uint8_t ephemeral_key[33], next_ephemeral_key[33], shared_secret[32], rho[32], mu[32];
} sender;

static sender senders[POOL_COUNT];

static void meet(sender *s) {
    uint8_t secret[32], factor[32], both[65];
    random_bytes(secret, sizeof secret);
    CHECK(nj_public_key_create(&ctx, s->ephemeral_key, secret) == NJ_OK && nj_ecdh(&ctx, s->shared_secret, secret, node) == NJ_OK);
    CHECK(nj_kdf(s->rho, NJ_KDF_RHO, s->shared_secret) == NJ_OK && nj_kdf(s->mu, NJ_KDF_MU, s->shared_secret) == NJ_OK);
    memcpy(both, s->ephemeral_key, 33);
    memcpy(both + 33, s->shared_secret, 32);
    CHECK(nj_sha256(factor, both, sizeof both) == NJ_OK && nji_scalar_mul(secret, factor));
    CHECK(nj_public_key_create(&ctx, s->next_ephemeral_key, secret) == NJ_OK);
}

/* Writes a number as a BigSize of 1, 3, 5 or 9 bytes, the shortest or not. */
static void write_number(uint8_t *out, uint64_t number, size_t bytes) {
    out[0] = (uint8_t)(bytes == 1 ? number : bytes == 3 ? 0xfd : bytes == 5 ? 0xfe : 0xff);
    for (size_t i = 1; i < bytes; i++) out[i] = (uint8_t)(number >> 8 * (bytes - 1 - i));
}

/* Plain hop payloads [len]: random, but for a length that means to do harm. */
static void draw_plain(uint8_t *plain, size_t len) {
    static const size_t BYTES[] = {1, 3, 5, 9};
    const size_t bytes = BYTES[random_u64() % 4];
    random_bytes(plain, len);
    switch (random_u64() % 5) {
        case 0: break; /* any bytes */
        case 1: write_number(plain, len - 40 + random_u64() % 48, random_u64() % 2 ? 3 : bytes); break; /* about what fits */
        case 2: write_number(plain, random_u64() % 4, bytes); break;
        case 3: write_number(plain, 250 + random_u64() % 8, bytes); break;
        default: write_number(plain, random_u64() >> random_u64() % 64, bytes);
    }
}

/* Whether a payload length can be read, and is one that fits: then where the payload lies. Spec: BOLT 1 "Fundamental Types", BOLT 4. */
static int read_length(const uint8_t *plain, size_t len, size_t *offset, size_t *payload_len) {
    static const uint64_t LEAST[] = {0xfd, 0x10000, 0x100000000};
    uint64_t number = plain[0];
    *offset = 1;
    if (plain[0] >= 0xfd) {
        const size_t bytes = (size_t)2 << (plain[0] - 0xfd);
        number = 0;
        for (size_t i = 0; i < bytes; i++) number = number << 8 | plain[1 + i];
        if (number < LEAST[plain[0] - 0xfd]) return 0;
        *offset += bytes;
    }
    *payload_len = (size_t)number;
    return number >= NJ_ONION_PAYLOAD_MIN_LEN && *offset + NJ_ONION_HMAC_LEN <= len && number <= len - *offset - NJ_ONION_HMAC_LEN;
}

/* What the next node gets. */
static void expect_next(uint8_t *next, const sender *s, const uint8_t *plain, size_t len, size_t offset, size_t payload_len) {
    static const uint8_t nonce[12];
    static uint8_t stream[2 * LEN];
    const size_t layer = offset + payload_len + NJ_ONION_HMAC_LEN;
    CHECK(nj_chacha20(stream, s->rho, nonce, 0, NULL, len + layer) == NJ_OK);
    next[0] = 0;
    memcpy(next + 1, s->next_ephemeral_key, 33);
    memcpy(next + 34, plain + layer, len - layer);
    memcpy(next + 34 + len - layer, stream + len, layer);
    memcpy(next + 34 + len, plain + layer - NJ_ONION_HMAC_LEN, NJ_ONION_HMAC_LEN);
}

static void test_hostile(void) {
    static const uint8_t nonce[12];
    static uint8_t plains[BATCH_COUNT][LEN], nexts[BATCH_COUNT][LEN];
    const size_t onion_len = random_u64() % 2 ? LEN : NJ_ONION_MIN_LEN + random_u64() % 300, len = onion_len - NJ_ONION_OVERHEAD_LEN;
    expected e[BATCH_COUNT];
    for (size_t i = 0; i < BATCH_COUNT; i++) {
        const sender *s = &senders[random_u64() % POOL_COUNT];
        uint8_t *onion = onions + i * onion_len, authentic[LEN + ASSOC_LEN];
        size_t offset, payload_len;
        draw_plain(plains[i], len);
        random_bytes(assocs[i], ASSOC_LEN);
        onion[0] = 0;
        memcpy(onion + 1, s->ephemeral_key, 33);
        CHECK(nj_chacha20(onion + 34, s->rho, nonce, 0, plains[i], len) == NJ_OK);
        memcpy(authentic, onion + 34, len);
        memcpy(authentic + len, assocs[i], ASSOC_LEN);
        CHECK(nj_hmac_sha256(onion + 34 + len, s->mu, 32, authentic, len + ASSOC_LEN) == NJ_OK);
        e[i] = (expected){NJ_PEER_ONION_PAYLOAD, 0, NULL, s->shared_secret, NULL};
        if (read_length(plains[i], len, &offset, &payload_len)) {
            expect_next(nexts[i], s, plains[i], len, offset, payload_len);
            e[i] = (expected){NJ_OK, payload_len, plains[i] + offset, s->shared_secret, nexts[i]};
        }
    }
    check_batch(e, onion_len, 0);
}

/* A line for each tenth of a long run. */
static void progress(const char *what, size_t done, size_t all) {
    if (harness_long() && done * 10 / all != (done - BATCH_COUNT) * 10 / all) printf("%s: %zu of %zu\n", what, done, all);
    fflush(stdout);
}

int main(void) {
    const size_t tampered = harness_long() ? 10000000 : 20000, hostile = harness_long() ? 1000000 : 10000;
    size_t done = 0;
    random_bytes(node_secret, sizeof node_secret);
    CHECK(nj_ctx_init(&ctx, node_secret) == NJ_OK && nj_key_init(&ctx, &key, node_secret) == NJ_OK);
    CHECK(nj_public_key_create(&ctx, node, node_secret) == NJ_OK);
    fill_pool();
    while (done < tampered) {
        done += test_tampered();
        progress("tampered with", done, tampered);
    }
    printf("%zu onions tampered with, none mishandled\n", done);
    for (size_t i = 0; i < POOL_COUNT; i++) meet(&senders[i]);
    for (done = 0; done < hostile; progress("hostile", done, hostile)) {
        test_hostile();
        done += BATCH_COUNT;
    }
    printf("%zu hostile onions with a valid HMAC, none mishandled\n", done);
    return harness_done("hostile_test");
}
