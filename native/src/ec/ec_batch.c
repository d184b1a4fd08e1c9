/* Many points at once: on the many-lane engine where there is one, else one after the other. */
#include "ec/ec.h"
#include "lanes/lanes.h"
#include "sha256/sha256_x16.h"

#define CHUNK NJI_LANES_BATCH_MAX_COUNT

void nji_hash_points(uint8_t (*shared_secrets)[NJ_SHARED_SECRET_LEN], uint8_t (*products)[NJ_PUBLIC_KEY_LEN], size_t count) {
    const nji_part point = {products[0], NJ_PUBLIC_KEY_LEN, NJ_PUBLIC_KEY_LEN};
    nji_sha256_many(shared_secrets, count, &point, 1);
}

/* Puts the secret keys [count][32] into lanes. A key out of range counts as 1; bad tells which are. Constant time but for that. */
static void set_secrets(nji_lanes_digits *digits, uint8_t *bad, const uint8_t *secret_keys, size_t count) {
    static const uint8_t one[NJ_SECRET_KEY_LEN] = {[NJ_SECRET_KEY_LEN - 1] = 1};
    nji_digits scalar;
    memset(digits, 0, CHUNK / NJI_LANES * sizeof *digits);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *secret = secret_keys + i * NJ_SECRET_KEY_LEN;
        bad[i] = (uint8_t)!nji_scalar_check(secret);
        nji_digits_init(&scalar, bad[i] ? one : secret);
        nji_lanes_set(&digits[i / NJI_LANES], i % NJI_LANES, &scalar);
    }
    nj_wipe(&scalar, sizeof scalar);
}

static void ecdh_lanes(const nj_ctx *ctx, uint8_t (*shared_secrets)[NJ_SHARED_SECRET_LEN], nj_status *statuses, size_t count,
                       const uint8_t *secret_keys, const uint8_t *public_keys, const nji_lanes_engine *engine) {
    nji_lanes_batch batch;
    nji_lanes_digits digits[CHUNK / NJI_LANES];
    uint8_t products[CHUNK][NJ_PUBLIC_KEY_LEN], bad[CHUNK];
    set_secrets(digits, bad, secret_keys, count);
    nji_lanes_batch_init(&batch, engine, public_keys, NJ_PUBLIC_KEY_LEN, count);
    nji_lanes_batch_multiply(&batch, products, digits);
    nji_hash_points(shared_secrets, products, count);
    for (size_t i = 0; i < count; i++) {
        statuses[i] = !nji_lanes_batch_valid(&batch, i) ? NJ_ERR_PUBLIC_KEY : bad[i] ? NJ_ERR_SECRET_KEY : NJ_OK;
        if (statuses[i] != NJ_OK) {
            nj_wipe(shared_secrets[i], NJ_SHARED_SECRET_LEN);
        } else if (nji_lanes_batch_exceptional(&batch, i)) {
            statuses[i] = nj_ecdh(ctx, shared_secrets[i], secret_keys + i * NJ_SECRET_KEY_LEN, public_keys + i * NJ_PUBLIC_KEY_LEN);
        }
    }
    nj_wipe(digits, sizeof digits);
    nj_wipe(products, sizeof products);
}

nj_status nj_ecdh_batch(const nj_ctx *ctx, uint8_t *shared_secrets, nj_status *statuses, size_t count, const uint8_t *secret_keys,
                        const uint8_t *public_keys) {
    const nji_lanes_engine *engine = nji_lanes_engine_current();
    uint8_t(*out)[NJ_SHARED_SECRET_LEN] = (uint8_t(*)[NJ_SHARED_SECRET_LEN])shared_secrets;
    if (count == 0) return NJ_OK;
    if (ctx == NULL || shared_secrets == NULL || statuses == NULL || secret_keys == NULL || public_keys == NULL ||
        count > NJ_BATCH_MAX_COUNT) {
        return NJ_ERR_ARGUMENT;
    }
    const nji_range outs[] = {{shared_secrets, count * NJ_SHARED_SECRET_LEN}, {statuses, count * sizeof *statuses}};
    const nji_range ins[] = {{secret_keys, count * NJ_SECRET_KEY_LEN}, {public_keys, count * NJ_PUBLIC_KEY_LEN}};
    if (nji_outputs_overlap(outs, 2, ins, 2)) return NJ_ERR_OVERLAP;
    nji_zero(shared_secrets, count * NJ_SHARED_SECRET_LEN);
    nji_zero(statuses, count * sizeof *statuses);
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    for (size_t done = 0; done < count;) {
        const size_t take = NJI_MIN(count - done, (size_t)CHUNK);
        const uint8_t *secrets = secret_keys + done * NJ_SECRET_KEY_LEN, *keys = public_keys + done * NJ_PUBLIC_KEY_LEN;
        if (engine != NULL && take >= NJI_LANES_MIN_COUNT) {
            ecdh_lanes(ctx, out + done, statuses + done, take, secrets, keys, engine);
            done += take;
        } else {
            statuses[done] = nj_ecdh(ctx, out[done], secrets, keys);
            done++;
        }
    }
    return NJ_OK;
}

static void create_lanes(const nj_ctx *ctx, uint8_t *public_keys, nj_status *statuses, size_t count, const uint8_t *secret_keys,
                         const nji_lanes_engine *engine, const nji_lanes_table *generator) {
    nji_lanes_digits digits[CHUNK / NJI_LANES];
    uint8_t products[CHUNK][NJ_PUBLIC_KEY_LEN], bad[CHUNK], exceptional[CHUNK / NJI_LANES];
    set_secrets(digits, bad, secret_keys, count);
    nji_lanes_generator_multiply(generator, engine, products, exceptional, digits, (count + NJI_LANES - 1) / NJI_LANES);
    for (size_t i = 0; i < count; i++) {
        uint8_t *public_key = public_keys + i * NJ_PUBLIC_KEY_LEN;
        statuses[i] = bad[i] ? NJ_ERR_SECRET_KEY : NJ_OK;
        if (bad[i]) continue;
        memcpy(public_key, products[i], NJ_PUBLIC_KEY_LEN);
        if (exceptional[i / NJI_LANES] >> i % NJI_LANES & 1) {
            statuses[i] = nj_public_key_create(ctx, public_key, secret_keys + i * NJ_SECRET_KEY_LEN);
        }
    }
    nj_wipe(digits, sizeof digits);
}

nj_status nj_public_key_create_batch(const nj_ctx *ctx, uint8_t *public_keys, nj_status *statuses, size_t count,
                                     const uint8_t *secret_keys) {
    const nji_lanes_engine *engine = nji_lanes_engine_current();
    nji_lanes_table generator;
    if (count == 0) return NJ_OK;
    if (ctx == NULL || public_keys == NULL || statuses == NULL || secret_keys == NULL || count > NJ_BATCH_MAX_COUNT) {
        return NJ_ERR_ARGUMENT;
    }
    const nji_range outs[] = {{public_keys, count * NJ_PUBLIC_KEY_LEN}, {statuses, count * sizeof *statuses}};
    const nji_range ins[] = {{secret_keys, count * NJ_SECRET_KEY_LEN}};
    if (nji_outputs_overlap(outs, 2, ins, 1)) return NJ_ERR_OVERLAP;
    nji_zero(public_keys, count * NJ_PUBLIC_KEY_LEN);
    nji_zero(statuses, count * sizeof *statuses);
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    if (count < NJI_LANES_MIN_COUNT) engine = NULL;
    if (engine != NULL) nji_lanes_generator_init(&generator, engine);
    for (size_t done = 0; done < count;) {
        const size_t take = NJI_MIN(count - done, (size_t)CHUNK);
        uint8_t *keys = public_keys + done * NJ_PUBLIC_KEY_LEN;
        const uint8_t *secrets = secret_keys + done * NJ_SECRET_KEY_LEN;
        if (engine != NULL) {
            create_lanes(ctx, keys, statuses + done, take, secrets, engine, &generator);
            done += take;
        } else {
            statuses[done] = nj_public_key_create(ctx, keys, secrets);
            done++;
        }
    }
    return NJ_OK;
}
