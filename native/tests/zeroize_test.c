/* zeroize_test: after 1,000 rounds of every operation with one set of secret keys, and the wipes that the headers ask for, the memory of
 * this process, stacks below the last call included, has no trace of a key left. Every 8 bytes of each key are looked for, in both byte
 * orders, since scalars are kept as 64-bit numbers. The test itself keeps its keys masked. "zeroize_test control" leaves one behind.
 * Linux only: /proc/self/mem. */
#include <fcntl.h>
#include <unistd.h>

#include "nightjar/adaptor.h"
#include "nightjar/blinded.h"
#include "nightjar/ecdsa_adaptor.h"
#include "nightjar/musig.h"
#include "nightjar/onion.h"
#include "nightjar/ptlc.h"

#include "harness.h"

#define ROUNDS_COUNT 1000
#define SECRETS_COUNT 5
#define WORDS_COUNT (SECRETS_COUNT * 32 / 8)
#define BATCH_COUNT 9

enum { NODE_KEY, SESSION_KEY, SIGNING_KEY, EPOCH_SECRET, ADAPTOR_SECRET };

static nj_ctx ctx;
static uint64_t masked[WORDS_COUNT], mask;

/* The secret in plain: the caller wipes it. */
static void unmask(uint8_t *secret, int which) {
    for (int i = 0; i < 4; i++) {
        const uint64_t word = masked[which * 4 + i] ^ mask;
        memcpy(secret + 8 * i, &word, sizeof word);
    }
}

static void draw_secrets(void) {
    mask = random_u64();
    for (int i = 0; i < WORDS_COUNT; i++) masked[i] = random_u64();
    /* Below the group order, in whichever byte order: the first byte is not ff. */
    for (int i = 0; i < SECRETS_COUNT; i++) {
        uint8_t first = 0xff;
        while (first == 0xff) {
            const uint64_t word = masked[4 * i] ^ mask;
            memcpy(&first, &word, 1);
            if (first == 0xff) masked[4 * i] = random_u64();
        }
    }
}

/* --- operations ----------------------------------------------------------------------------------------------------------------- */

/* What must not be wiped here, since it is no secret of the caller, is left where it is. */
static uint8_t node[33], onion[NJ_ONION_PAYMENT_LEN], next[NJ_ONION_PAYMENT_LEN], payload[NJ_ONION_PAYMENT_LEN];
static uint8_t results[BATCH_COUNT * NJ_PEELED_LEN(NJ_ONION_PAYMENT_LEN)], onions[BATCH_COUNT][NJ_ONION_PAYMENT_LEN];

static void use_onions(nj_key *key) {
    uint8_t session_key[32], shared_secret[32], path_keys[33], next_key[33], ids[33], encrypted[36], data[20], blinded_secret[32], path[NJ_PATH_LEN];
    const uint32_t len = 20;
    size_t payload_len;
    unmask(session_key, SESSION_KEY);
    CHECK(nj_blinded_path_create(&ctx, path_keys, ids, encrypted, session_key, 1, node, payload, len, &len) == NJ_OK);
    CHECK(nj_onion_build(&ctx, onion, sizeof onion, shared_secret, session_key, 1, ids, payload, len, &len, NULL, 0) == NJ_OK);
    nj_wipe(session_key, sizeof session_key);
    CHECK(nj_onion_peel(&ctx, next, payload, &payload_len, shared_secret, path, key, onion, sizeof onion, NULL, 0, path_keys) == NJ_OK);
    CHECK(nj_blinded_unblind(&ctx, data, next_key, key, path_keys, encrypted, sizeof encrypted) == NJ_OK);
    CHECK(nj_blinded_secret_key(&ctx, blinded_secret, key, path_keys) == NJ_OK);
    for (int i = 0; i < BATCH_COUNT; i++) memcpy(onions[i], onion, sizeof onion);
    CHECK(nj_onion_peel_batch(&ctx, results, key, BATCH_COUNT, onions[0], sizeof onion, NULL, 0, NULL) == NJ_OK);
    nj_wipe(blinded_secret, sizeof blinded_secret);
}

static void use_batches(void) {
    uint8_t secrets[BATCH_COUNT][32], keys[BATCH_COUNT][33], shared[BATCH_COUNT][32];
    uint32_t lens[BATCH_COUNT];
    nj_status statuses[BATCH_COUNT];
    for (int i = 0; i < BATCH_COUNT; i++) {
        unmask(secrets[i], SESSION_KEY);
        memcpy(keys[i], node, sizeof node);
        lens[i] = 20;
    }
    CHECK(nj_ecdh_batch(&ctx, shared[0], statuses, BATCH_COUNT, secrets[0], keys[0]) == NJ_OK && statuses[8] == NJ_OK);
    CHECK(nj_onion_build_batch(&ctx, onions[0], sizeof onions[0], shared[0], statuses, BATCH_COUNT, secrets[0], 1, keys[0], payload,
                               20 * BATCH_COUNT, lens, NULL, 0) == NJ_OK && statuses[8] == NJ_OK);
    CHECK(nj_public_key_create_batch(&ctx, keys[0], statuses, BATCH_COUNT, secrets[0]) == NJ_OK && statuses[8] == NJ_OK);
    nj_wipe(secrets, sizeof secrets);
}

static void use_signatures(void) {
    uint8_t signing_key[32], secret[32], public_key[33], adaptor[33], msg[32] = {1}, signature[64], presignature[65], ecdsa[162];
    uint8_t secret_nonce[97], nonce[66], other[66], partial[32];
    nj_x_musig_keys keys;
    nj_x_musig_session session;
    unmask(signing_key, SIGNING_KEY);
    unmask(secret, ADAPTOR_SECRET);
    CHECK(nj_public_key_create(&ctx, public_key, signing_key) == NJ_OK && nj_public_key_create(&ctx, adaptor, secret) == NJ_OK);
    CHECK(nj_schnorr_sign(&ctx, signature, signing_key, msg, sizeof msg, NULL) == NJ_OK);
    CHECK(nj_x_adaptor_presign(&ctx, presignature, signing_key, adaptor, msg, NULL) == NJ_OK);
    CHECK(nj_x_adaptor_adapt(signature, presignature, secret) == NJ_OK);
    nj_wipe(secret, sizeof secret);
    CHECK(nj_x_adaptor_extract(&ctx, secret, presignature, signature, adaptor) == NJ_OK);
    CHECK(nj_x_ecdsa_adaptor_presign(&ctx, ecdsa, signing_key, adaptor, msg, NULL) == NJ_OK);
    CHECK(nj_x_ecdsa_adaptor_adapt(signature, ecdsa, secret) == NJ_OK);
    CHECK(nj_x_ecdsa_adaptor_extract(&ctx, secret, ecdsa, signature, adaptor) == NJ_OK);
    CHECK(nj_x_musig_aggregate(&ctx, &keys, public_key, 1) == NJ_OK);
    CHECK(nj_x_musig_nonce(&ctx, secret_nonce, nonce, secret, signing_key, public_key, NULL, msg, sizeof msg, NULL, 0) == NJ_OK);
    CHECK(nj_x_musig_session_init(&ctx, &session, &keys, nonce, NULL, msg, sizeof msg) == NJ_OK);
    CHECK(nj_x_musig_sign(&ctx, partial, secret_nonce, signing_key, &keys, &session) == NJ_OK);
    CHECK(nj_x_musig_deterministic_sign(&ctx, other, partial, signing_key, nonce, &keys, msg, sizeof msg, NULL) == NJ_OK);
    CHECK(nj_x_musig_deterministic_sign(&ctx, other, partial, signing_key, nonce, &keys, msg, sizeof msg, secret) == NJ_OK);
    nj_wipe(secret, sizeof secret);
    nj_wipe(signing_key, sizeof signing_key);
}

static void use_ptlcs(void) {
    uint8_t receipt_secret[32], epoch_secret[32], point[33], message[NJ_X_PTLC_MESSAGE_LEN] = {0}, nonces[2][33], claim[32], r[32], blind[32];
    unmask(receipt_secret, SIGNING_KEY);
    unmask(epoch_secret, EPOCH_SECRET);
    CHECK(nj_public_key_create(&ctx, point, receipt_secret) == NJ_OK);
    memcpy(message + 65, point + 1, 32);
    CHECK(nj_x_ptlc_epoch_id(message + 185, epoch_secret) == NJ_OK);
    CHECK(nj_x_ptlc_nonces(&ctx, nonces[0], epoch_secret, receipt_secret, 0, 1, 2) == NJ_OK);
    CHECK(nj_x_ptlc_claim(&ctx, claim, r, epoch_secret, receipt_secret, message, 2) == NJ_OK);
    CHECK(nj_x_ptlc_blind(blind, epoch_secret) == NJ_OK);
    CHECK(nj_x_ptlc_blind_point(&ctx, point, point, blind) == NJ_OK);
    CHECK(nj_x_ptlc_blind_scalar(claim, claim, blind) == NJ_OK);
    nj_wipe(receipt_secret, sizeof receipt_secret);
    nj_wipe(epoch_secret, sizeof epoch_secret);
}

/* Not inlined: its frame must be a dead one when memory is searched. */
__attribute__((noinline)) static void use_all(void) {
    uint8_t seed[32], node_key[32];
    nj_key key;
    random_bytes(seed, sizeof seed);
    CHECK(nj_ctx_init(&ctx, seed) == NJ_OK);
    unmask(node_key, NODE_KEY);
    CHECK(nj_public_key_create(&ctx, node, node_key) == NJ_OK && nj_key_init(&ctx, &key, node_key) == NJ_OK);
    nj_wipe(node_key, sizeof node_key);
    for (int i = 0; i < ROUNDS_COUNT; i++) {
        use_onions(&key);
        use_batches();
        use_signatures();
        use_ptlcs();
    }
    nj_key_wipe(&key);
    nj_ctx_wipe(&ctx);
}

/* --- search --------------------------------------------------------------------------------------------------------------------- */

/* 1 if these 8 bytes are some of a secret's, in either order. */
static int is_secret(uint64_t word) {
    const uint64_t swapped = __builtin_bswap64(word);
    for (int i = 0; i < WORDS_COUNT; i++) {
        if ((word ^ mask) == masked[i] || (swapped ^ mask) == masked[i]) return 1;
    }
    return 0;
}

/* A filter before is_secret, by a word's two lowest bytes in either order. */
static uint8_t maybe[65536];

static void prepare_filter(void) {
    for (int i = 0; i < WORDS_COUNT; i++) {
        const uint64_t low = (masked[i] ^ mask) & 0xffff, swapped = __builtin_bswap64(masked[i] ^ mask) & 0xffff;
        maybe[low] = maybe[swapped] = 1;
    }
}

static unsigned long hits, searched;

static void search(int memory, unsigned long from, unsigned long to, const char *name) {
    static uint8_t block[65536 + 8]; /* with the last 7 bytes of the one before in front */
    size_t kept = 0;
    while (from < to) {
        const size_t want = to - from < 65536 ? to - from : 65536;
        const ssize_t got = pread(memory, block + kept, want, (off_t)from);
        if (got <= 0) break; /* a page that cannot be read */
        for (size_t i = 0; i + 8 <= kept + (size_t)got; i++) {
            uint16_t low;
            uint64_t word;
            memcpy(&low, block + i, sizeof low);
            if (!maybe[low]) continue;
            memcpy(&word, block + i, sizeof word);
            if (is_secret(word)) {
                printf("8 bytes of a secret at %lx, in %s\n", from + i - kept, name);
                hits++;
            }
        }
        from += (size_t)got;
        searched += (size_t)got;
        memmove(block, block + kept + got - 7, 7);
        kept = 7;
    }
    memset(block, 0, sizeof block);
}

/* All memory of this process that can be written. */
static void search_all(void) {
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    const int memory = open("/proc/self/mem", O_RDONLY);
    CHECK(maps != NULL && memory >= 0);
    while (fgets(line, sizeof line, maps) != NULL) {
        unsigned long from, to;
        char access[5], name[256] = "anonymous memory";
        if (sscanf(line, "%lx-%lx %4s %*s %*s %*s %255[^\n]", &from, &to, access, name) >= 3 && access[0] == 'r' && access[1] == 'w') {
            search(memory, from, to, name);
        }
    }
    fclose(maps);
    close(memory);
}

int main(int argc, char **argv) {
    static uint8_t left_behind[32];
    const int control = argc > 1 && strcmp(argv[1], "control") == 0;
    draw_secrets();
    use_all();
    prepare_filter();
    if (control) {
        unmask(left_behind, NODE_KEY);
        __asm__ __volatile__("" : : "r"(left_behind) : "memory"); /* the compiler must keep it */
    }
    search_all();
    printf("%lu bytes searched after %d rounds, %lu places with 8 bytes of a secret\n", searched, ROUNDS_COUNT, hits);
    CHECK(control ? hits == 4 : hits == 0);
    return harness_done("zeroize_test");
}
