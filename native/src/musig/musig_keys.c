/* BIP327 key aggregation and tweaking. */
#include "musig/musig_internal.h"

static const uint64_t MAGIC = 0x51c2e9a7743b0d68u;

_Static_assert(sizeof(nji_musig_keys) <= sizeof(nj_x_musig_keys), "keys fit their storage");

const nji_musig_keys *nji_musig_keys_of(const nj_x_musig_keys *keys) {
    const nji_musig_keys *body = (const nji_musig_keys *)(const void *)keys;
    return body->magic == MAGIC ? body : NULL;
}

void nji_musig_key_coefficient(uint8_t *coefficient, const nji_musig_keys *keys, const uint8_t *public_key) {
    nji_sha256 hash;
    if (memcmp(public_key, keys->second, NJ_PUBLIC_KEY_LEN) == 0) {
        nji_zero(coefficient, 32);
        coefficient[31] = 1;
        return;
    }
    nji_tagged_hash_init(&hash, "KeyAgg coefficient");
    nji_sha256_update(&hash, keys->list_hash, sizeof keys->list_hash);
    nji_sha256_update(&hash, public_key, NJ_PUBLIC_KEY_LEN);
    nji_sha256_final(&hash, coefficient);
    /* Zero with a chance of 2^-256: then the multiplication fails. */
    nji_scalar_reduce(coefficient);
}

static void hash_list(nji_musig_keys *keys, const uint8_t *public_keys, size_t count) {
    nji_sha256 hash;
    nji_tagged_hash_init(&hash, "KeyAgg list");
    nji_sha256_update(&hash, public_keys, count * NJ_PUBLIC_KEY_LEN);
    nji_sha256_final(&hash, keys->list_hash);
    for (size_t i = 1; i < count; i++) {
        if (memcmp(public_keys + i * NJ_PUBLIC_KEY_LEN, public_keys, NJ_PUBLIC_KEY_LEN) != 0) {
            memcpy(keys->second, public_keys + i * NJ_PUBLIC_KEY_LEN, NJ_PUBLIC_KEY_LEN);
            return;
        }
    }
}

static int add_key(const nj_ctx *ctx, nji_musig_keys *keys, const uint8_t *public_key) {
    uint8_t coefficient[32], product[NJ_PUBLIC_KEY_LEN];
    nji_point point;
    nji_musig_key_coefficient(coefficient, keys, public_key);
    if (!nji_point_parse(&point, public_key) || !nji_point_mul_public(ctx, product, &point, coefficient)) return 0;
    nji_musig_point_add(keys->point, product);
    return 1;
}

static nj_status aggregate(const nj_ctx *ctx, nji_musig_keys *keys, const uint8_t *public_keys, size_t count) {
    if (ctx == NULL || public_keys == NULL || count == 0 || count > NJ_BATCH_MAX_COUNT) return NJ_ERR_ARGUMENT;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    hash_list(keys, public_keys, count);
    for (size_t i = 0; i < count; i++) {
        if (!add_key(ctx, keys, public_keys + i * NJ_PUBLIC_KEY_LEN)) return NJ_ERR_PUBLIC_KEY;
    }
    return keys->point[0] != 0 ? NJ_OK : NJ_ERR_PUBLIC_KEY;
}

nj_status nj_x_musig_aggregate(const nj_ctx *ctx, nj_x_musig_keys *keys, const uint8_t *public_keys, size_t count) {
    nji_musig_keys *body = (nji_musig_keys *)(void *)keys;
    nj_status status;
    if (keys == NULL) return NJ_ERR_ARGUMENT;
    nji_zero(keys, sizeof *keys);
    status = aggregate(ctx, body, public_keys, count);
    if (status == NJ_OK) {
        body->magic = MAGIC;
    } else {
        nji_zero(keys, sizeof *keys);
    }
    return status;
}

static nj_status tweak_keys(const nj_ctx *ctx, nji_musig_keys *keys, const uint8_t *tweak, int xonly) {
    uint8_t term[NJ_PUBLIC_KEY_LEN];
    if (ctx == NULL || tweak == NULL || (xonly != 0 && xonly != 1)) return NJ_ERR_ARGUMENT;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    if (!nji_musig_is_scalar(tweak)) return NJ_ERR_SECRET_KEY;
    if (xonly && keys->point[0] == 3) {
        keys->point[0] = 2;
        keys->negated ^= 1;
        nji_scalar_negate(keys->tweak); /* zero stays zero */
    }
    nji_public_key_create(ctx, term, tweak); /* zeros for a tweak of zero */
    nji_musig_point_add(keys->point, term);
    nji_musig_scalar_add(keys->tweak, tweak);
    return keys->point[0] != 0 ? NJ_OK : NJ_ERR_PUBLIC_KEY;
}

nj_status nj_x_musig_tweak(const nj_ctx *ctx, nj_x_musig_keys *keys, const uint8_t *tweak, int xonly) {
    nj_status status;
    if (keys == NULL) return NJ_ERR_ARGUMENT;
    status = nji_musig_keys_of(keys) == NULL ? NJ_ERR_HANDLE : tweak_keys(ctx, (nji_musig_keys *)(void *)keys, tweak, xonly);
    if (status != NJ_OK) nji_zero(keys, sizeof *keys);
    return status;
}

nj_status nj_x_musig_public_key(uint8_t *public_key, const nj_x_musig_keys *keys) {
    if (public_key == NULL) return NJ_ERR_ARGUMENT;
    nji_zero(public_key, NJ_PUBLIC_KEY_LEN);
    if (keys == NULL) return NJ_ERR_ARGUMENT;
    if (nji_musig_keys_of(keys) == NULL) return NJ_ERR_HANDLE;
    memcpy(public_key, nji_musig_keys_of(keys)->point, NJ_PUBLIC_KEY_LEN);
    return NJ_OK;
}
