#include "blinded/blinded_internal.h"
#include "onion/onion_internal.h"

/* A data key is used for one message only, so the nonce may be fixed. */
static const uint8_t nonce[NJ_CHACHA20_NONCE_LEN];

/* Hides one node, and encrypts what it is told. */
static nj_status blind_hop(const nj_ctx *ctx, uint8_t *blinded_id, uint8_t *encrypted, nji_ephemeral *ephemeral,
                           const uint8_t *node, const uint8_t *payload, size_t payload_len) {
    uint8_t shared_secret[NJ_SHARED_SECRET_LEN], key[32];
    nji_point point;
    nj_status status;
    if (!nji_point_parse(&point, node)) return NJ_ERR_PUBLIC_KEY;
    status = nji_ephemeral_share(ctx, shared_secret, ephemeral, &point);
    if (status == NJ_OK) {
        nj_kdf(key, NJ_KDF_BLINDED_NODE_ID, shared_secret);
        /* Whoever learns this factor can undo the blinding, so it gets the constant-time multiplication. */
        if (!nji_point_mul_secret(ctx, blinded_id, &point, key)) status = NJ_INTERNAL; /* a chance of 2^-128 */
        nj_kdf(key, NJ_KDF_RHO, shared_secret);
        nj_aead_encrypt(encrypted, key, nonce, NULL, 0, payload, payload_len);
    }
    nj_wipe(shared_secret, sizeof shared_secret);
    nj_wipe(key, sizeof key);
    return status;
}

int nji_blinded_lengths_ok(const uint32_t *payload_lens, size_t count, size_t payloads_len) {
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        if (payload_lens[i] > NJ_BLINDED_DATA_MAX_LEN - NJ_AEAD_TAG_LEN) return 0;
        total += payload_lens[i];
    }
    return total == payloads_len;
}

static nj_status blind_hops(const nj_ctx *ctx, uint8_t *path_keys, uint8_t *blinded_ids, uint8_t *encrypted,
                            const uint8_t *session_key, size_t hop_count, const uint8_t *nodes, const uint8_t *payloads,
                            const uint32_t *payload_lens) {
    nji_ephemeral ephemeral;
    nj_status status = NJ_OK;
    nji_ephemeral_init(&ephemeral, session_key);
    for (size_t i = 0; i < hop_count && status == NJ_OK; i++) {
        status = blind_hop(ctx, blinded_ids + i * NJ_PUBLIC_KEY_LEN, encrypted, &ephemeral, nodes + i * NJ_PUBLIC_KEY_LEN,
                           payloads, payload_lens[i]);
        memcpy(path_keys + i * NJ_PUBLIC_KEY_LEN, ephemeral.key, NJ_PUBLIC_KEY_LEN);
        if (payload_lens[i] != 0) payloads += payload_lens[i];
        encrypted += payload_lens[i] + NJ_AEAD_TAG_LEN;
    }
    nj_wipe(&ephemeral, sizeof ephemeral);
    return status;
}

nj_status nj_blinded_path_create(const nj_ctx *ctx, uint8_t *path_keys, uint8_t *blinded_ids, uint8_t *encrypted,
                                 const uint8_t *session_key, size_t hop_count, const uint8_t *nodes, const uint8_t *payloads,
                                 size_t payloads_len, const uint32_t *payload_lens) {
    size_t keys_len = hop_count * NJ_PUBLIC_KEY_LEN;
    nj_status status;
    if (ctx == NULL || path_keys == NULL || blinded_ids == NULL || encrypted == NULL || session_key == NULL || nodes == NULL ||
        payload_lens == NULL || (payloads == NULL && payloads_len != 0) || hop_count == 0 ||
        hop_count > NJ_BLINDED_HOPS_MAX_COUNT || !nji_blinded_lengths_ok(payload_lens, hop_count, payloads_len)) {
        return NJ_ERR_ARGUMENT;
    }
    const nji_range outs[] = {
        {path_keys, keys_len}, {blinded_ids, keys_len}, {encrypted, payloads_len + hop_count * NJ_AEAD_TAG_LEN}};
    const nji_range ins[] = {{session_key, NJ_SECRET_KEY_LEN}, {nodes, keys_len}, {payloads, payloads_len},
                             {payload_lens, hop_count * sizeof *payload_lens}};
    if (nji_outputs_overlap(outs, 3, ins, 4)) return NJ_ERR_OVERLAP;
    status = nji_ctx_ready(ctx) ? blind_hops(ctx, path_keys, blinded_ids, encrypted, session_key, hop_count, nodes, payloads,
                                             payload_lens)
                                : NJ_ERR_HANDLE;
    if (status != NJ_OK) {
        nji_zero(path_keys, keys_len);
        nji_zero(blinded_ids, keys_len);
        nji_zero(encrypted, payloads_len + hop_count * NJ_AEAD_TAG_LEN);
    }
    return status;
}

static nj_status unblind(const nj_ctx *ctx, uint8_t *data, uint8_t *next_path_key, const nj_key *key, const uint8_t *path_key,
                         const uint8_t *encrypted, size_t encrypted_len) {
    nji_path path;
    uint8_t rho[32];
    nj_status status;
    if (!nji_ctx_ready(ctx) || !nji_key_ready(key)) return NJ_ERR_HANDLE;
    status = nji_path_share(ctx, &path, key, path_key);
    if (status != NJ_OK) return status;
    nj_kdf(rho, NJ_KDF_RHO, path.shared_secret);
    status = nj_aead_decrypt(data, rho, nonce, NULL, 0, encrypted, encrypted_len);
    if (status == NJ_OK) status = nji_path_next(ctx, next_path_key, &path);
    nj_wipe(rho, sizeof rho);
    nj_wipe(&path, sizeof path);
    return status;
}

nj_status nj_blinded_unblind(const nj_ctx *ctx, uint8_t *data, uint8_t *next_path_key, const nj_key *key,
                             const uint8_t *path_key, const uint8_t *encrypted, size_t encrypted_len) {
    size_t data_len = encrypted_len < NJ_AEAD_TAG_LEN ? 0 : encrypted_len - NJ_AEAD_TAG_LEN;
    nj_status status;
    if (ctx == NULL || (data == NULL && data_len != 0) || next_path_key == NULL || key == NULL || path_key == NULL ||
        (encrypted == NULL && encrypted_len != 0)) {
        return NJ_ERR_ARGUMENT;
    }
    const nji_range outs[] = {{data, data_len}, {next_path_key, NJ_PUBLIC_KEY_LEN}};
    const nji_range ins[] = {{path_key, NJ_PUBLIC_KEY_LEN}, {encrypted, encrypted_len}};
    if (nji_outputs_overlap(outs, 2, ins, 2)) return NJ_ERR_OVERLAP;
    status = unblind(ctx, data, next_path_key, key, path_key, encrypted, encrypted_len);
    if (status != NJ_OK) {
        nji_zero(data, data_len);
        nji_zero(next_path_key, NJ_PUBLIC_KEY_LEN);
    }
    return status;
}

static nj_status blinded_secret_key(const nj_ctx *ctx, uint8_t *blinded_secret, const nj_key *key, const uint8_t *path_key) {
    nji_path path;
    nj_status status;
    if (ctx == NULL || key == NULL || path_key == NULL) return NJ_ERR_ARGUMENT;
    if (!nji_ctx_ready(ctx) || !nji_key_ready(key)) return NJ_ERR_HANDLE;
    status = nji_path_share(ctx, &path, key, path_key);
    if (status == NJ_OK) status = nji_path_blinded_secret(blinded_secret, &path, key);
    nj_wipe(&path, sizeof path);
    return status;
}

nj_status nj_blinded_secret_key(const nj_ctx *ctx, uint8_t *blinded_secret, const nj_key *key, const uint8_t *path_key) {
    nj_status status;
    if (blinded_secret == NULL) return NJ_ERR_ARGUMENT;
    status = blinded_secret_key(ctx, blinded_secret, key, path_key);
    if (status != NJ_OK) nj_wipe(blinded_secret, NJ_SECRET_KEY_LEN);
    return status;
}
