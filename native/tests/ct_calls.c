/* ct_calls: every single call that meets a secret, but for the experimental ones, which have tests of their own (constant_time.h). */
#include "nightjar/aead.h"
#include "nightjar/blinded.h"
#include "nightjar/failure.h"
#include "nightjar/hash.h"
#include "nightjar/onion.h"
#include "nightjar/schnorr.h"

#include "constant_time.h"

#define HOPS 3
#define PAYLOAD_LEN 40
#define DATA_LEN (PAYLOAD_LEN + NJ_AEAD_TAG_LEN)

static nj_ctx ctx;
static nj_key key;
static uint8_t node_secret[32], node[33], secret[32], hops[HOPS][33], payloads[HOPS][PAYLOAD_LEN];
static const uint32_t lens[HOPS] = {PAYLOAD_LEN, PAYLOAD_LEN, PAYLOAD_LEN};

/* A new secret. */
static void draw_secret(void) {
    random_bytes(secret, sizeof secret);
    secret[0] &= 0x7f; /* surely below the group order */
    hide(secret, sizeof secret);
}

static void check_hashes(void) {
    uint8_t data[100], out[100];
    random_bytes(data, sizeof data);
    hide(data, sizeof data);
    CHECK(nj_sha256(out, data, sizeof data) == NJ_OK);
    show(out, 32);
    CHECK(nj_hmac_sha256(out, data, 70, data, 30) == NJ_OK); /* a key of more than one block */
    show(out, 32);
    CHECK(nj_hkdf_sha256(out, sizeof out, data, 20, data + 20, 32, data + 52, 10) == NJ_OK);
    show(out, sizeof out);
    for (int label = 0; label < NJ_KDF_LABEL_COUNT; label++) {
        CHECK(nj_kdf(out, (nj_kdf_label)label, data) == NJ_OK);
        show(out, 32);
    }
    CHECK(nj_echo(out, data, sizeof data) == NJ_OK);
    show(out, sizeof out);
    nj_wipe(data, sizeof data);
    CHECK(out[0] != 0 || out[1] != 0 || out[2] != 0);
}

static void check_ciphers(void) {
    static const uint8_t nonce[12];
    uint8_t data[300], out[300], sealed[DATA_LEN], opened[PAYLOAD_LEN];
    random_bytes(data, sizeof data);
    hide(data, sizeof data);
    draw_secret();
    CHECK(nj_chacha20(out, secret, nonce, 1, data, sizeof data) == NJ_OK);
    show(out, sizeof out);
    CHECK(nj_aead_encrypt(sealed, secret, nonce, data, 20, data + 20, PAYLOAD_LEN) == NJ_OK);
    CHECK(nj_aead_decrypt(opened, secret, nonce, data, 20, sealed, sizeof sealed) == NJ_OK);
    show(opened, sizeof opened);
    CHECK(nj_aead_decrypt(opened, secret, nonce, data, 21, sealed, sizeof sealed) == NJ_PEER_AEAD_TAG);
    CHECK(out[0] != 0 || out[1] != 0 || out[2] != 0);
}

static void check_keys(void) {
    uint8_t out[64], msg[20] = {1}, aux[32], wrong[32];
    draw_secret();
    memset(wrong, 0xff, sizeof wrong);
    hide(wrong, sizeof wrong);
    CHECK(nj_secret_key_check(secret) == NJ_OK && nj_secret_key_check(wrong) == NJ_ERR_SECRET_KEY);
    CHECK(nj_public_key_create(&ctx, out, secret) == NJ_OK); /* shows, as a public key may */
    CHECK(nj_ecdh(&ctx, out, secret, node) == NJ_OK);
    show(out, 32);
    random_bytes(aux, sizeof aux);
    hide(aux, sizeof aux);
    CHECK(nj_schnorr_sign(&ctx, out, secret, msg, sizeof msg, aux) == NJ_OK);
    show(out, 64);
    CHECK(out[0] != 0 || out[32] != 0 || out[33] != 0);
}

/* Builds, and peels with and without a path key, also what does not match. */
static void check_onion(const uint8_t *path_key) {
    uint8_t onion[NJ_ONION_PAYMENT_LEN], next[NJ_ONION_PAYMENT_LEN], payload[NJ_ONION_PAYMENT_LEN], shared[HOPS][32], path[NJ_PATH_LEN];
    size_t payload_len;
    draw_secret();
    hide(payloads, sizeof payloads);
    CHECK(nj_onion_build(&ctx, onion, sizeof onion, shared[0], secret, HOPS, hops[0], payloads[0], sizeof payloads, lens, NULL, 0) == NJ_OK);
    show(onion, sizeof onion);
    show(shared, sizeof shared);
    CHECK(nj_onion_peel(&ctx, next, payload, &payload_len, shared[0], path, &key, onion, sizeof onion, NULL, 0, path_key) == NJ_OK);
    CHECK(payload_len == PAYLOAD_LEN);
    show(shared[0], 32);
    show(payload, payload_len);
    show(next, sizeof next);
    if (path_key != NULL) show(path, sizeof path);
    onion[1000] ^= 1;
    CHECK(nj_onion_peel(&ctx, next, payload, &payload_len, shared[0], path, &key, onion, sizeof onion, NULL, 0, path_key) ==
          NJ_PEER_ONION_HMAC);
}

/* A path, its data opened and its onions peeled by its first node. */
static void check_path(void) {
    uint8_t path_keys[HOPS][33], ids[HOPS][33], encrypted[HOPS][DATA_LEN], data[PAYLOAD_LEN], next[33], blinded[32];
    draw_secret();
    hide(payloads, sizeof payloads);
    CHECK(nj_blinded_path_create(&ctx, path_keys[0], ids[0], encrypted[0], secret, HOPS, hops[0], payloads[0], sizeof payloads, lens) == NJ_OK);
    show(ids, sizeof ids);
    show(encrypted, sizeof encrypted);
    VALGRIND_MAKE_MEM_DEFINED(path_keys, sizeof path_keys);
    CHECK(nj_blinded_unblind(&ctx, data, next, &key, path_keys[0], encrypted[0], DATA_LEN) == NJ_OK);
    show(data, sizeof data);
    CHECK(nj_blinded_secret_key(&ctx, blinded, &key, path_keys[0]) == NJ_OK);
    show(blinded, sizeof blinded);
    encrypted[0][0] ^= 1;
    CHECK(nj_blinded_unblind(&ctx, data, next, &key, path_keys[0], encrypted[0], DATA_LEN) == NJ_PEER_AEAD_TAG);
    memcpy(hops[0], ids[0], 33);
    check_onion(path_keys[0]);
}

/* A failure of the second of three hops, and its hold times. */
static void check_failures(void) {
    uint8_t secrets[HOPS][32], packet[NJ_FAILURE_MIN_LEN], message[NJ_FAILURE_MIN_LEN], scratch[NJ_FAILURE_MIN_LEN];
    uint8_t attribution[NJ_ATTRIBUTION_LEN] = {0};
    uint32_t hold_times[HOPS];
    size_t message_len, hop, verified;
    random_bytes(secrets[0], sizeof secrets);
    hide(secrets, sizeof secrets);
    CHECK(nj_failure_create(packet, sizeof packet, secrets[1], payloads[0], PAYLOAD_LEN) == NJ_OK);
    for (size_t i = 2; i-- > 0;) CHECK(nj_attribution_wrap(attribution, packet, sizeof packet, secrets[i], 7) == NJ_OK);
    show(packet, sizeof packet);
    show(attribution, sizeof attribution);
    CHECK(nj_failure_decrypt(message, &message_len, &hop, scratch, packet, sizeof packet, secrets[0], HOPS) == NJ_OK);
    CHECK(hop == 1 && message_len == PAYLOAD_LEN);
    show(message, message_len);
    CHECK(nj_attribution_decrypt(hold_times, &verified, scratch, attribution, packet, sizeof packet, secrets[0], 2) == NJ_OK);
    CHECK(verified == 2);
    show(hold_times, 2 * sizeof *hold_times);
    CHECK(nj_failure_wrap(packet, sizeof packet, secrets[0]) == NJ_OK);
    show(packet, sizeof packet);
    CHECK(nj_failure_decrypt(message, &message_len, &hop, scratch, packet, sizeof packet, secrets[0], HOPS) == NJ_PEER_FAILURE);
}

int main(int argc, char **argv) {
    uint8_t seed[NJ_SEED_LEN];
    constant_time_start(argc, argv);
    random_bytes(seed, sizeof seed);
    random_bytes(payloads[0], sizeof payloads);
    memset(node_secret, 7, sizeof node_secret);
    hide(seed, sizeof seed);
    CHECK(nj_ctx_init(&ctx, seed) == NJ_OK);
    CHECK(nj_public_key_create(&ctx, node, node_secret) == NJ_OK);
    hide(node_secret, sizeof node_secret);
    CHECK(nj_key_init(&ctx, &key, node_secret) == NJ_OK);
    for (int i = 0; i < HOPS; i++) memcpy(hops[i], node, sizeof node);
    check_hashes();
    check_ciphers();
    check_keys();
    check_onion(NULL);
    check_path();
    check_failures();
    nj_key_wipe(&key);
    nj_ctx_wipe(&ctx);
    return harness_done("ct_calls");
}
