/* The nonces of an epoch: derived from its secret, so that a device has one secret to lose, not ten thousand. */
#include "ptlc/nonces.h"

#define CHUNK 256

/* out = the first scalar among H(seed || counter). Constant time but for how many hashes are none, which shows nothing of a secret:
 * they are independent of the one that is kept. */
static void hash_to_scalar(uint8_t *out, const nji_sha256 *seed) {
    uint8_t counter = 0;
    do {
        nji_sha256 hash = *seed;
        nji_sha256_update(&hash, &counter, 1);
        nji_sha256_final(&hash, out);
        counter++;
    } while (!nji_scalar_check(out) && counter != 0);
}

void nji_ptlc_epoch_id(uint8_t *epoch_id, const uint8_t *epoch_secret) {
    uint8_t full[32];
    nji_sha256 hash;
    nji_tagged_hash_init(&hash, "nightjar/ptlc/epoch");
    nji_sha256_update(&hash, epoch_secret, 32);
    nji_sha256_final(&hash, full);
    memcpy(epoch_id, full, NJ_X_PTLC_EPOCH_ID_LEN);
    nji_declassify(epoch_id, NJ_X_PTLC_EPOCH_ID_LEN);
}

void nji_ptlc_epoch_init(nji_ptlc_epoch *epoch, const uint8_t *epoch_secret, const uint8_t *receipt_secret) {
    uint8_t epoch_id[NJ_X_PTLC_EPOCH_ID_LEN];
    nji_ptlc_epoch_id(epoch_id, epoch_secret);
    nji_tagged_hash_init(&epoch->seed, "nightjar/ptlc/nonce");
    nji_sha256_update(&epoch->seed, epoch_secret, 32);
    nji_sha256_update(&epoch->seed, receipt_secret, NJ_SECRET_KEY_LEN);
    nji_sha256_update(&epoch->seed, epoch_id, sizeof epoch_id);
}

void nji_ptlc_nonce(uint8_t *nonce, const nji_ptlc_epoch *epoch, uint32_t index, size_t j) {
    nji_sha256 seed = epoch->seed;
    uint8_t place[6];
    nji_store32_be(place, index);
    place[4] = (uint8_t)(j >> 8);
    place[5] = (uint8_t)j;
    nji_sha256_update(&seed, place, sizeof place);
    hash_to_scalar(nonce, &seed);
    nj_wipe(&seed, sizeof seed);
}

nj_status nj_x_ptlc_epoch_id(uint8_t *epoch_id, const uint8_t *epoch_secret) {
    if (epoch_id == NULL) return NJ_ERR_ARGUMENT;
    if (epoch_secret == NULL) {
        nji_zero(epoch_id, NJ_X_PTLC_EPOCH_ID_LEN);
        return NJ_ERR_ARGUMENT;
    }
    nji_ptlc_epoch_id(epoch_id, epoch_secret);
    return NJ_OK;
}

static nj_status create(const nj_ctx *ctx, uint8_t *nonces, const nji_ptlc_epoch *epoch, uint32_t first, size_t total, size_t nu) {
    uint8_t secrets[CHUNK][NJ_SECRET_KEY_LEN];
    nj_status statuses[CHUNK], status = NJ_OK;
    for (size_t done = 0; done < total && status == NJ_OK; done += CHUNK) {
        const size_t take = NJI_MIN(total - done, (size_t)CHUNK);
        for (size_t i = 0; i < take; i++) {
            nji_ptlc_nonce(secrets[i], epoch, first + (uint32_t)((done + i) / nu), (done + i) % nu);
        }
        status = nj_public_key_create_batch(ctx, nonces + done * NJ_PUBLIC_KEY_LEN, statuses, take, secrets[0]);
        for (size_t i = 0; i < take && status == NJ_OK; i++) status = statuses[i];
    }
    nj_wipe(secrets, sizeof secrets);
    return status;
}

nj_status nj_x_ptlc_nonces(const nj_ctx *ctx, uint8_t *nonces, const uint8_t *epoch_secret, const uint8_t *receipt_secret,
                           uint32_t first, size_t count, size_t nu) {
    nji_ptlc_epoch epoch;
    nj_status status;
    if (count == 0) return NJ_OK;
    if (ctx == NULL || nonces == NULL || epoch_secret == NULL || receipt_secret == NULL || !nji_ptlc_nu_ok(nu) ||
        count > (UINT64_C(1) << 32) - first) {
        return NJ_ERR_ARGUMENT;
    }
    const size_t total = count * nu;
    const nji_range outs[] = {{nonces, total * NJ_PUBLIC_KEY_LEN}};
    const nji_range ins[] = {{epoch_secret, 32}, {receipt_secret, NJ_SECRET_KEY_LEN}};
    if (nji_outputs_overlap(outs, 1, ins, 2)) return NJ_ERR_OVERLAP;
    if (!nji_ctx_ready(ctx)) {
        status = NJ_ERR_HANDLE;
    } else if (!nji_scalar_check(receipt_secret)) {
        status = NJ_ERR_SECRET_KEY;
    } else {
        nji_ptlc_epoch_init(&epoch, epoch_secret, receipt_secret);
        status = create(ctx, nonces, &epoch, first, total, nu);
        nj_wipe(&epoch, sizeof epoch);
    }
    if (status != NJ_OK) nji_zero(nonces, total * NJ_PUBLIC_KEY_LEN);
    return status;
}

nj_status nj_x_ptlc_blind(uint8_t *blind, const uint8_t *shared_secret) {
    nji_sha256 seed;
    if (blind == NULL) return NJ_ERR_ARGUMENT;
    if (shared_secret == NULL) {
        nji_zero(blind, NJ_SECRET_KEY_LEN);
        return NJ_ERR_ARGUMENT;
    }
    nji_tagged_hash_init(&seed, "nightjar/ptlc/blind");
    nji_sha256_update(&seed, shared_secret, NJ_SHARED_SECRET_LEN);
    hash_to_scalar(blind, &seed);
    nj_wipe(&seed, sizeof seed);
    return NJ_OK;
}
