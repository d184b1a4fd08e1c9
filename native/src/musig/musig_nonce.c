/* BIP327 nonces. */
#include "musig/musig_internal.h"

/* What the two halves of a nonce are hashed from. Secret: wipe it. */
typedef struct nonce_seed {
    nji_sha256 hash;
    uint8_t random[32];
} nonce_seed;

static void update_number(nji_sha256 *hash, uint64_t n, size_t len) {
    uint8_t bytes[8];
    nji_store64_be(bytes, n);
    nji_sha256_update(hash, bytes + sizeof bytes - len, len);
}

/* Length in length_len bytes, then the bytes; NULL counts as none. */
static void update_with_length(nji_sha256 *hash, size_t length_len, const uint8_t *bytes, size_t len) {
    update_number(hash, bytes != NULL ? len : 0, length_len);
    if (bytes != NULL) nji_sha256_update(hash, bytes, len);
}

/* random xor H(secret key), so that weak randomness alone does not give the key away. */
static void mix_secret_key(nonce_seed *seed, const uint8_t *secret_key) {
    uint8_t mask[32];
    nji_sha256 hash;
    nji_tagged_hash_init(&hash, "MuSig/aux");
    nji_sha256_update(&hash, seed->random, sizeof seed->random);
    nji_sha256_final(&hash, mask);
    for (size_t i = 0; i < sizeof mask; i++) seed->random[i] = secret_key[i] ^ mask[i];
    nj_wipe(mask, sizeof mask);
}

static int make_half(const nj_ctx *ctx, uint8_t *secret, uint8_t *public, const nonce_seed *seed, uint8_t which) {
    nji_sha256 hash = seed->hash;
    int ok;
    nji_sha256_update(&hash, &which, 1);
    nji_sha256_final(&hash, secret);
    ok = nji_scalar_reduce(secret);
    nji_declassify(&ok, sizeof ok);
    return ok && nji_public_key_create(ctx, public, secret);
}

static int make_halves(const nj_ctx *ctx, uint8_t *secret_nonce, uint8_t *public_nonce, const nonce_seed *seed) {
    return make_half(ctx, secret_nonce, public_nonce, seed, 0) &&
           make_half(ctx, secret_nonce + 32, public_nonce + NJ_PUBLIC_KEY_LEN, seed, 1);
}

static nj_status make(const nj_ctx *ctx, nonce_seed *seed, uint8_t *secret_nonce, uint8_t *public_nonce, const uint8_t *random,
                      const uint8_t *secret_key, const uint8_t *public_key, const uint8_t *aggregate, const uint8_t *msg,
                      size_t msg_len, const uint8_t *extra, size_t extra_len) {
    const uint8_t has_msg = msg != NULL;
    if (ctx == NULL || random == NULL || public_key == NULL || (msg == NULL && msg_len != 0) || (extra == NULL && extra_len != 0) ||
        extra_len > UINT32_MAX) {
        return NJ_ERR_ARGUMENT;
    }
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    if (nj_public_key_check(public_key) != NJ_OK) return NJ_ERR_PUBLIC_KEY;
    if (secret_key != NULL && !nji_scalar_check(secret_key)) return NJ_ERR_SECRET_KEY;
    memcpy(seed->random, random, sizeof seed->random);
    if (secret_key != NULL) mix_secret_key(seed, secret_key);
    nji_tagged_hash_init(&seed->hash, "MuSig/nonce");
    nji_sha256_update(&seed->hash, seed->random, sizeof seed->random);
    update_with_length(&seed->hash, 1, public_key, NJ_PUBLIC_KEY_LEN);
    update_with_length(&seed->hash, 1, aggregate, NJ_XONLY_KEY_LEN);
    nji_sha256_update(&seed->hash, &has_msg, 1);
    if (has_msg) update_with_length(&seed->hash, 8, msg, msg_len);
    update_with_length(&seed->hash, 4, extra, extra_len);
    if (!make_halves(ctx, secret_nonce, public_nonce, seed)) return NJ_INTERNAL;
    memcpy(secret_nonce + 64, public_key, NJ_PUBLIC_KEY_LEN);
    return NJ_OK;
}

nj_status nj_x_musig_nonce(const nj_ctx *ctx, uint8_t *secret_nonce, uint8_t *public_nonce, const uint8_t *random,
                           const uint8_t *secret_key, const uint8_t *public_key, const uint8_t *aggregate, const uint8_t *msg,
                           size_t msg_len, const uint8_t *extra, size_t extra_len) {
    nonce_seed seed;
    nj_status status = NJ_ERR_ARGUMENT;
    if (secret_nonce != NULL && public_nonce != NULL) {
        status = make(ctx, &seed, secret_nonce, public_nonce, random, secret_key, public_key, aggregate, msg, msg_len, extra, extra_len);
        nj_wipe(&seed, sizeof seed);
    }
    if (status != NJ_OK) {
        nji_zero(secret_nonce, NJ_X_MUSIG_SECRET_NONCE_LEN);
        nji_zero(public_nonce, NJ_X_MUSIG_PUBLIC_NONCE_LEN);
    }
    return status;
}

int nji_musig_deterministic_nonce(const nj_ctx *ctx, uint8_t *secret_nonce, uint8_t *public_nonce, const uint8_t *secret_key,
                                  const uint8_t *other_nonce, const nji_musig_keys *keys, const uint8_t *msg, size_t msg_len,
                                  const uint8_t *random) {
    nonce_seed seed;
    int ok;
    if (random != NULL) {
        memcpy(seed.random, random, sizeof seed.random);
        mix_secret_key(&seed, secret_key);
    } else {
        memcpy(seed.random, secret_key, sizeof seed.random);
    }
    nji_tagged_hash_init(&seed.hash, "MuSig/deterministic/nonce");
    nji_sha256_update(&seed.hash, seed.random, sizeof seed.random);
    nji_sha256_update(&seed.hash, other_nonce, NJ_X_MUSIG_PUBLIC_NONCE_LEN);
    nji_sha256_update(&seed.hash, keys->point + 1, NJ_XONLY_KEY_LEN);
    update_with_length(&seed.hash, 8, msg, msg_len);
    ok = make_halves(ctx, secret_nonce, public_nonce, &seed) && nji_public_key_create(ctx, secret_nonce + 64, secret_key);
    nj_wipe(&seed, sizeof seed);
    return ok;
}

nj_status nj_x_musig_nonce_aggregate(uint8_t *aggregate_nonce, const uint8_t *public_nonces, size_t count) {
    uint8_t sum[NJ_X_MUSIG_PUBLIC_NONCE_LEN] = {0};
    if (aggregate_nonce == NULL) return NJ_ERR_ARGUMENT;
    nj_status status = public_nonces == NULL || count == 0 || count > NJ_BATCH_MAX_COUNT ? NJ_ERR_ARGUMENT : NJ_OK;
    for (size_t i = 0; status == NJ_OK && i < 2 * count; i++) {
        const uint8_t *half = public_nonces + i * NJ_PUBLIC_KEY_LEN;
        if (nj_public_key_check(half) == NJ_OK) {
            nji_musig_point_add(sum + i % 2 * NJ_PUBLIC_KEY_LEN, half);
        } else {
            status = NJ_ERR_PUBLIC_KEY;
        }
    }
    if (status == NJ_OK) {
        memcpy(aggregate_nonce, sum, sizeof sum);
    } else {
        nji_zero(aggregate_nonce, NJ_X_MUSIG_PUBLIC_NONCE_LEN);
    }
    return status;
}
