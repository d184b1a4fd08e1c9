#include "work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nightjar/aead.h>
#include <nightjar/blinded.h>
#include <nightjar/failure.h>
#include <nightjar/hash.h>
#include <nightjar/onion.h>
#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <secp256k1_ecdh.h>

#include "obvious_create.h"

#define HOPS_COUNT 3
#define CREATE_HOPS_COUNT 20
#define BATCH_HOPS_COUNT 5 /* of the onions that are created many at once */
#define PAYLOAD_LEN 32
#define ROOM_LEN NJ_ONION_PAYLOAD_ROOM_LEN(NJ_ONION_PAYMENT_LEN)
#define STREAM_MAX_LEN 2600
#define FAILURE_HOPS_COUNT 20

/* One process, one thread, one fixture: what both sides work on. */
nj_ctx ctx;
nj_key node_key;
static obvious_peeler obvious;
static EVP_CIPHER_CTX *chacha20;
uint8_t node_secret[NJ_SECRET_KEY_LEN];
uint8_t onions[BATCH_COUNT][NJ_ONION_PAYMENT_LEN];
uint8_t assocs[BATCH_COUNT][ASSOC_LEN];
static uint8_t peeled[BATCH_COUNT][NJ_PEELED_LEN(NJ_ONION_PAYMENT_LEN)];
static uint8_t next[NJ_ONION_PAYMENT_LEN], payload[ROOM_LEN], shared_secret[NJ_SHARED_SECRET_LEN];
static size_t payload_len;
static uint8_t messages[BATCH_COUNT][NJ_ONION_PAYMENT_LEN], path_keys[BATCH_COUNT][NJ_PUBLIC_KEY_LEN], path[NJ_PATH_LEN];
static uint8_t route[CREATE_HOPS_COUNT][NJ_PUBLIC_KEY_LEN], route_payloads[CREATE_HOPS_COUNT][PAYLOAD_LEN];
static uint8_t route_secrets[CREATE_HOPS_COUNT][NJ_SHARED_SECRET_LEN];
static uint8_t failure_secrets[FAILURE_HOPS_COUNT][NJ_SHARED_SECRET_LEN];
static uint8_t failure_packet[NJ_FAILURE_MIN_LEN], failure_scratch[NJ_FAILURE_MIN_LEN], failure[NJ_FAILURE_MIN_LEN];
static uint8_t batch_keys[BATCH_COUNT][NJ_SECRET_KEY_LEN], batch_secrets[BATCH_COUNT][NJ_SHARED_SECRET_LEN];
static nj_status batch_statuses[BATCH_COUNT];
static uint8_t batch_routes[BATCH_COUNT * BATCH_HOPS_COUNT][NJ_PUBLIC_KEY_LEN];
static uint8_t batch_payloads[BATCH_COUNT * BATCH_HOPS_COUNT][PAYLOAD_LEN];
static uint32_t batch_payload_lens[BATCH_COUNT * BATCH_HOPS_COUNT];
static uint8_t created[BATCH_COUNT][NJ_ONION_PAYMENT_LEN], created_secrets[BATCH_COUNT * BATCH_HOPS_COUNT][NJ_SHARED_SECRET_LEN];
static uint8_t created_ids[BATCH_COUNT * BATCH_HOPS_COUNT][NJ_PUBLIC_KEY_LEN], created_path_keys[BATCH_COUNT * BATCH_HOPS_COUNT][NJ_PUBLIC_KEY_LEN];
static uint8_t created_data[BATCH_COUNT * BATCH_HOPS_COUNT][PAYLOAD_LEN + NJ_AEAD_TAG_LEN];
static secp256k1_pubkey parsed_keys[BATCH_COUNT]; /* path_keys */
static uint8_t text[STREAM_MAX_LEN], ciphertext[STREAM_MAX_LEN], hash[NJ_SHA256_LEN];

static void need(int condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "nightjar_bench: %s\n", what);
    exit(1);
}

static void build_onion(size_t index) {
    uint8_t session_key[NJ_SECRET_KEY_LEN], secrets[HOPS_COUNT][NJ_SHARED_SECRET_LEN];
    uint8_t hops[HOPS_COUNT][NJ_PUBLIC_KEY_LEN], payloads[HOPS_COUNT][PAYLOAD_LEN];
    uint32_t payload_lens[HOPS_COUNT];
    memset(session_key, (int)(1 + index), sizeof session_key);
    memset(assocs[index], (int)(100 + index), ASSOC_LEN);
    memset(payloads, (int)index, sizeof payloads);
    for (size_t i = 0; i < HOPS_COUNT; i++) {
        uint8_t hop_secret[NJ_SECRET_KEY_LEN];
        memset(hop_secret, (int)(0x11 + i), sizeof hop_secret);
        need(nj_public_key_create(&ctx, hops[i], hop_secret) == NJ_OK, "cannot create the hops' keys");
        payload_lens[i] = PAYLOAD_LEN;
    }
    need(nj_onion_build(&ctx, onions[index], NJ_ONION_PAYMENT_LEN, secrets[0], session_key, HOPS_COUNT, hops[0], payloads[0],
                        sizeof payloads, payload_lens, assocs[index], ASSOC_LEN) == NJ_OK,
         "cannot build an onion");
}

/* An onion message of one hop, over a blinded path of one hop that leads to our node. */
static void build_message(size_t index) {
    uint8_t session_key[NJ_SECRET_KEY_LEN], secret[NJ_SHARED_SECRET_LEN], node_id[NJ_PUBLIC_KEY_LEN];
    uint8_t blinded_id[NJ_PUBLIC_KEY_LEN], encrypted[NJ_AEAD_TAG_LEN];
    const uint32_t no_data = 0, one_payload = PAYLOAD_LEN;
    memset(session_key, (int)(65 + index), sizeof session_key);
    need(nj_public_key_create(&ctx, node_id, node_secret) == NJ_OK &&
             nj_blinded_path_create(&ctx, path_keys[index], blinded_id, encrypted, session_key, 1, node_id, NULL, 0, &no_data) ==
                 NJ_OK &&
             nj_onion_build(&ctx, messages[index], NJ_ONION_PAYMENT_LEN, secret, session_key, 1, blinded_id, text, PAYLOAD_LEN,
                            &one_payload, NULL, 0) == NJ_OK,
         "cannot build an onion message");
}

static void build_route(void) {
    for (size_t i = 0; i < CREATE_HOPS_COUNT; i++) {
        uint8_t hop_secret[NJ_SECRET_KEY_LEN];
        memset(hop_secret, (int)(0x11 + i), sizeof hop_secret);
        memset(route_payloads[i], (int)i, PAYLOAD_LEN);
        need(nj_public_key_create(&ctx, route[i], hop_secret) == NJ_OK, "cannot create the hops' keys");
    }
}

/* A failure of the last hop, as it comes to the sender. */
static void build_failure(void) {
    static const uint8_t message[] = {0x20, 0x02};
    for (size_t i = 0; i < FAILURE_HOPS_COUNT; i++) memset(failure_secrets[i], (int)(0x70 + i), NJ_SHARED_SECRET_LEN);
    need(nj_failure_create(failure_packet, sizeof failure_packet, failure_secrets[FAILURE_HOPS_COUNT - 1], message,
                           sizeof message) == NJ_OK,
         "cannot create a failure");
    for (size_t i = FAILURE_HOPS_COUNT; i-- > 0;) {
        need(nj_failure_wrap(failure_packet, sizeof failure_packet, failure_secrets[i]) == NJ_OK, "cannot wrap a failure");
    }
}

static void build_batch(size_t index) {
    memset(batch_keys[index], (int)(1 + index), NJ_SECRET_KEY_LEN);
    for (size_t i = index * BATCH_HOPS_COUNT; i < (index + 1) * BATCH_HOPS_COUNT; i++) {
        memcpy(batch_routes[i], path_keys[(index + i) % (index + 1)], NJ_PUBLIC_KEY_LEN);
        memset(batch_payloads[i], (int)index, PAYLOAD_LEN);
        batch_payload_lens[i] = PAYLOAD_LEN;
    }
    need(secp256k1_ec_pubkey_parse(obvious.secp256k1, &parsed_keys[index], path_keys[index], NJ_PUBLIC_KEY_LEN), "a key is bad");
}

void set_up(void) {
    static const uint8_t seed[NJ_SEED_LEN] = "fixed: nothing here is secret";
    memset(node_secret, 0x11, sizeof node_secret);
    need(nj_ctx_init(&ctx, seed) == NJ_OK && nj_key_init(&ctx, &node_key, node_secret) == NJ_OK,
         "the core cannot be set up: run its tests");
    chacha20 = EVP_CIPHER_CTX_new();
    need(chacha20 != NULL && EVP_EncryptInit_ex(chacha20, EVP_chacha20(), NULL, NULL, NULL) == 1 && obvious_peeler_open(&obvious),
         "OpenSSL without ChaCha20, or no memory: use OpenSSL 3");
    for (size_t i = 0; i < BATCH_COUNT; i++) {
        build_onion(i);
        build_message(i);
        build_batch(i);
    }
    build_route();
    build_failure();
}

static nj_status peel_one(size_t index) {
    return nj_onion_peel(&ctx, next, payload, &payload_len, shared_secret, NULL, &node_key, onions[index], NJ_ONION_PAYMENT_LEN,
                         assocs[index], ASSOC_LEN, NULL);
}

static int peel_one_obviously(size_t index) {
    return obvious_peel(&obvious, next, payload, &payload_len, shared_secret, node_secret, onions[index], assocs[index],
                        ASSOC_LEN);
}

void peel_single(size_t count) {
    for (size_t i = 0; i < count; i++) (void)peel_one(i % BATCH_COUNT);
}

static void peel_batches(size_t count, size_t batch_count) {
    for (size_t i = 0; i < count; i += batch_count)
        (void)nj_onion_peel_batch(&ctx, peeled[0], &node_key, batch_count, onions[i % BATCH_COUNT], NJ_ONION_PAYMENT_LEN,
                                  assocs[i % BATCH_COUNT], ASSOC_LEN, NULL);
}

void peel_batch(size_t count) { peel_batches(count, BATCH_COUNT); }
void peel_batch_32(size_t count) { peel_batches(count, 32); }
void peel_batch_16(size_t count) { peel_batches(count, 16); }
void peel_batch_8(size_t count) { peel_batches(count, 8); }
void peel_batch_4(size_t count) { peel_batches(count, 4); }
void peel_batch_2(size_t count) { peel_batches(count, 2); }

void peel_obvious(size_t count) {
    for (size_t i = 0; i < count; i++) (void)peel_one_obviously(i % BATCH_COUNT);
}

void peel_message(size_t count) {
    for (size_t i = 0; i < count; i++)
        (void)nj_onion_peel(&ctx, next, payload, &payload_len, shared_secret, path, &node_key, messages[i % BATCH_COUNT],
                            NJ_ONION_PAYMENT_LEN, NULL, 0, path_keys[i % BATCH_COUNT]);
}

void peel_message_obvious(size_t count) {
    for (size_t i = 0; i < count; i++)
        (void)obvious_peel_message(&obvious, next, payload, &payload_len, shared_secret, path + NJ_PATH_DATA_KEY_OFFSET,
                                   path + NJ_PATH_NEXT_KEY_OFFSET, node_secret, messages[i % BATCH_COUNT],
                                   path_keys[i % BATCH_COUNT]);
}

void peel_message_batch(size_t count) {
    for (size_t i = 0; i < count; i += BATCH_COUNT)
        (void)nj_onion_peel_batch(&ctx, peeled[0], &node_key, BATCH_COUNT, messages[0], NJ_ONION_PAYMENT_LEN, NULL, 0, path_keys[0]);
}

void ecdh_batch(size_t count) {
    for (size_t i = 0; i < count; i += BATCH_COUNT)
        (void)nj_ecdh_batch(&ctx, batch_secrets[0], batch_statuses, BATCH_COUNT, batch_keys[0], path_keys[0]);
}

/* libsecp256k1 on keys that were parsed before: ours parses them each time. */
void ecdh_obvious(size_t count) {
    for (size_t i = 0; i < count; i++)
        (void)!secp256k1_ecdh(obvious.secp256k1, batch_secrets[i % BATCH_COUNT], &parsed_keys[i % BATCH_COUNT],
                              batch_keys[i % BATCH_COUNT], NULL, NULL);
}

void create_20(size_t count) {
    uint32_t payload_lens[CREATE_HOPS_COUNT];
    for (size_t i = 0; i < CREATE_HOPS_COUNT; i++) payload_lens[i] = PAYLOAD_LEN;
    for (size_t i = 0; i < count; i++)
        (void)nj_onion_build(&ctx, next, sizeof next, route_secrets[0], node_secret, CREATE_HOPS_COUNT, route[0],
                             route_payloads[0], sizeof route_payloads, payload_lens, assocs[i % BATCH_COUNT], ASSOC_LEN);
}

void create_batch(size_t count) {
    for (size_t i = 0; i < count; i += BATCH_COUNT)
        (void)nj_onion_build_batch(&ctx, created[0], NJ_ONION_PAYMENT_LEN, created_secrets[0], batch_statuses, BATCH_COUNT,
                                   batch_keys[0], BATCH_HOPS_COUNT, batch_routes[0], batch_payloads[0], sizeof batch_payloads,
                                   batch_payload_lens, assocs[0], ASSOC_LEN);
}

void create_singles(size_t count) {
    for (size_t i = 0; i < count; i++) {
        const size_t j = i % BATCH_COUNT, first = j * BATCH_HOPS_COUNT;
        (void)nj_onion_build(&ctx, created[j], NJ_ONION_PAYMENT_LEN, created_secrets[first], batch_keys[j], BATCH_HOPS_COUNT,
                             batch_routes[first], batch_payloads[first], BATCH_HOPS_COUNT * PAYLOAD_LEN, batch_payload_lens,
                             assocs[j], ASSOC_LEN);
    }
}

void path_create_batch(size_t count) {
    for (size_t i = 0; i < count; i += BATCH_COUNT)
        (void)nj_blinded_path_create_batch(&ctx, created_path_keys[0], created_ids[0], created_data[0], batch_statuses, BATCH_COUNT,
                                           batch_keys[0], BATCH_HOPS_COUNT, batch_routes[0], batch_payloads[0], sizeof batch_payloads,
                                           batch_payload_lens);
}

void path_create_singles(size_t count) {
    for (size_t i = 0; i < count; i++) {
        const size_t j = i % BATCH_COUNT, first = j * BATCH_HOPS_COUNT;
        (void)nj_blinded_path_create(&ctx, created_path_keys[first], created_ids[first], created_data[first], batch_keys[j], BATCH_HOPS_COUNT,
                                     batch_routes[first], batch_payloads[first], BATCH_HOPS_COUNT * PAYLOAD_LEN, batch_payload_lens);
    }
}

void create_20_obvious(size_t count) {
    for (size_t i = 0; i < count; i++)
        (void)obvious_create(&obvious, next, route_secrets[0], node_secret, CREATE_HOPS_COUNT, route[0], route_payloads[0],
                             PAYLOAD_LEN, assocs[i % BATCH_COUNT]);
}

static void stream_ours(size_t count, size_t len) {
    static const uint8_t nonce[NJ_CHACHA20_NONCE_LEN] = {0};
    for (size_t i = 0; i < count; i++) (void)nj_chacha20(ciphertext, node_secret, nonce, 0, text, len);
}

static void stream_theirs(size_t count, size_t len) {
    static const uint8_t counter_and_nonce[16] = {0};
    int done;
    for (size_t i = 0; i < count; i++) {
        EVP_EncryptInit_ex(chacha20, NULL, NULL, node_secret, counter_and_nonce);
        EVP_EncryptUpdate(chacha20, ciphertext, &done, text, (int)len);
    }
}

void stream_1366_ours(size_t count) { stream_ours(count, 1366); }
void stream_1366_theirs(size_t count) { stream_theirs(count, 1366); }
void stream_2600_ours(size_t count) { stream_ours(count, 2600); }
void stream_2600_theirs(size_t count) { stream_theirs(count, 2600); }

void hash_1366_ours(size_t count) {
    for (size_t i = 0; i < count; i++) (void)nj_sha256(hash, text, 1366);
}

/* SHA256() itself looks its algorithm up at every call in OpenSSL 3; this is what it does besides. */
void hash_1366_theirs(size_t count) {
    SHA256_CTX sha;
    for (size_t i = 0; i < count; i++) {
        SHA256_Init(&sha);
        SHA256_Update(&sha, text, 1366);
        SHA256_Final(hash, &sha);
    }
}

/* What a caller's vector code, or ours, leaves behind: upper halves that are not zero. SHA-NI code that ran like this would pay for it
 * with every instruction. */
void hash_1366_dirty(size_t count) {
    for (size_t i = 0; i < count; i++) {
#if defined(__x86_64__)
        if (__builtin_cpu_supports("avx2")) __asm__ volatile("vpcmpeqd %%ymm0, %%ymm0, %%ymm0\n\tvpcmpeqd %%ymm9, %%ymm9, %%ymm9" : : : "xmm0", "xmm9");
#endif
        (void)nj_sha256(hash, text, 1366);
    }
}

void failure_decrypt(size_t count) {
    size_t failure_len, hop;
    for (size_t i = 0; i < count; i++) {
        (void)nj_failure_decrypt(failure, &failure_len, &hop, failure_scratch, failure_packet, sizeof failure_packet,
                                 failure_secrets[0], FAILURE_HOPS_COUNT);
    }
}

/* The HMACs and streams of a decryption, those that derive keys among them, and nothing else. */
void failure_primitives(size_t count) {
    static const uint8_t nonce[NJ_CHACHA20_NONCE_LEN] = {0};
    uint8_t key[NJ_SHARED_SECRET_LEN];
    for (size_t i = 0; i < count; i++) {
        for (size_t round = 0; round < NJ_FAILURE_ROUNDS_COUNT; round++) {
            const uint8_t *secret = failure_secrets[round % FAILURE_HOPS_COUNT];
            (void)nj_kdf(key, NJ_KDF_AMMAG, secret);
            (void)nj_chacha20(failure_scratch, key, nonce, 0, failure_scratch, sizeof failure_scratch);
            (void)nj_kdf(key, NJ_KDF_UM, secret);
            (void)nj_hmac_sha256(hash, key, sizeof key, failure_scratch + sizeof hash, sizeof failure_scratch - sizeof hash);
        }
    }
}

static void check_failure(void) {
    size_t failure_len = 0, hop = 0;
    need(nj_failure_decrypt(failure, &failure_len, &hop, failure_scratch, failure_packet, sizeof failure_packet,
                            failure_secrets[0], FAILURE_HOPS_COUNT) == NJ_OK &&
             failure_len == 2 && hop == FAILURE_HOPS_COUNT - 1,
         "a failure is not read");
}

static void check_peel(void) {
    for (size_t i = 0; i < BATCH_COUNT; i++) {
        uint8_t our_next[sizeof next], our_payload[sizeof payload], our_secret[sizeof shared_secret];
        need(peel_one(i) == NJ_OK, "an onion cannot be peeled");
        const size_t our_len = payload_len;
        memcpy(our_next, next, sizeof next);
        memcpy(our_payload, payload, our_len);
        memcpy(our_secret, shared_secret, sizeof shared_secret);
        need(peel_one_obviously(i) && payload_len == our_len && memcmp(next, our_next, sizeof next) == 0 &&
                 memcmp(payload, our_payload, our_len) == 0 && memcmp(shared_secret, our_secret, sizeof our_secret) == 0,
             "nj_onion_peel and the obvious peel disagree");
        peel_batch(i == 0 ? BATCH_COUNT : 0);
        need(memcmp(peeled[i] + NJ_PEELED_NEXT_OFFSET, next, sizeof next) == 0 &&
                 memcmp(peeled[i] + NJ_PEELED_PAYLOAD_OFFSET(sizeof next), payload, payload_len) == 0,
             "nj_onion_peel_batch and the obvious peel disagree");
    }
}

static void check_same(sampler_work *ours, sampler_work *theirs, uint8_t *out, size_t len, const char *disagree) {
    uint8_t our_out[STREAM_MAX_LEN];
    ours(1);
    memcpy(our_out, out, len);
    memset(out, 0, len);
    theirs(1);
    need(memcmp(our_out, out, len) == 0, disagree);
}

static void check_batches(void) {
    uint8_t ours[sizeof batch_secrets];
    peel_message_batch(BATCH_COUNT);
    for (size_t i = 0; i < BATCH_COUNT; i++) {
        need(obvious_peel_message(&obvious, next, payload, &payload_len, shared_secret, path + NJ_PATH_DATA_KEY_OFFSET,
                                  path + NJ_PATH_NEXT_KEY_OFFSET, node_secret, messages[i], path_keys[i]) &&
                 memcmp(peeled[i] + NJ_PEELED_NEXT_OFFSET, next, sizeof next) == 0 &&
                 memcmp(peeled[i] + NJ_PEELED_PATH_OFFSET, path, sizeof path) == 0,
             "nj_onion_peel_batch and the obvious peel of an onion message disagree");
    }
    ecdh_batch(BATCH_COUNT);
    memcpy(ours, batch_secrets, sizeof ours);
    ecdh_obvious(BATCH_COUNT);
    create_batch(BATCH_COUNT);
    memcpy(peeled, created, sizeof created);
    create_singles(BATCH_COUNT);
    need(memcmp(peeled, created, sizeof created) == 0, "nj_onion_build_batch and nj_onion_build disagree");
    path_create_batch(BATCH_COUNT);
    memcpy(peeled, created_data, sizeof created_data);
    path_create_singles(BATCH_COUNT);
    need(memcmp(peeled, created_data, sizeof created_data) == 0, "nj_blinded_path_create_batch and nj_blinded_path_create disagree");
    need(memcmp(ours, batch_secrets, sizeof ours) == 0, "nj_ecdh_batch and secp256k1_ecdh disagree");
}

void check_all(void) {
    check_peel();
    check_batches();
    check_failure();
    check_same(peel_message, peel_message_obvious, next, sizeof next, "the obvious peel of an onion message disagrees");
    check_same(peel_message, peel_message_obvious, path, sizeof path, "the obvious steps of a blinded path disagree");
    check_same(create_20, create_20_obvious, next, sizeof next, "the obvious create disagrees");
    check_same(stream_1366_ours, stream_1366_theirs, ciphertext, 1366, "ChaCha20 of 1366 bytes: OpenSSL disagrees");
    check_same(stream_2600_ours, stream_2600_theirs, ciphertext, 2600, "ChaCha20 of 2600 bytes: OpenSSL disagrees");
    check_same(hash_1366_ours, hash_1366_theirs, hash, sizeof hash, "SHA-256 of 1366 bytes: OpenSSL disagrees");
}

void tear_down(void) {
    obvious_peeler_close(&obvious);
    EVP_CIPHER_CTX_free(chacha20);
    nj_key_wipe(&node_key);
    nj_ctx_wipe(&ctx);
}
