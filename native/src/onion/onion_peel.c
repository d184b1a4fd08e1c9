#include "onion/onion_internal.h"

/* Where the parts lie in the decrypted hop payloads: BigSize length | payload | next HMAC | what follows. */
typedef struct layout {
    size_t payload_offset;
    size_t payload_len;
} layout;

static size_t layer_len(const layout *l) { return l->payload_offset + l->payload_len + NJ_ONION_HMAC_LEN; }

/* Derives the shared secret with the secret key that this packet was made for: the node key, blinded when it came over a path (or
 * path is NULL). Spec: BOLT 4 "Onion Decryption", "Shared Secret". */
static nj_status share_secret(const nj_ctx *ctx, uint8_t *shared_secret, const nji_point *ephemeral, const nj_key *key,
                              const nji_path *path) {
    uint8_t secret[NJ_SECRET_KEY_LEN];
    nj_status status = NJ_OK;
    if (path == NULL) return nji_key_shared_secret(ctx, shared_secret, ephemeral, key) ? NJ_OK : NJ_INTERNAL;
    status = nji_path_blinded_secret(secret, path, key);
    if (status == NJ_OK && !nji_shared_secret(ctx, shared_secret, ephemeral, secret)) status = NJ_INTERNAL;
    nj_wipe(secret, sizeof secret);
    return status;
}

/* Bytes decrypted at once, before the layout is known: whole cipher blocks, enough for the usual hop. */
#define HEAD_LEN 256

/* The first bytes of the decrypted hop payloads. Wipe with nj_wipe. */
typedef struct head {
    uint8_t bytes[HEAD_LEN];
    size_t len;
} head;

static void decrypt_head(head *h, const uint8_t *payloads, size_t payloads_len, const uint8_t *rho) {
    h->len = NJI_MIN(sizeof h->bytes, payloads_len);
    nji_layer_cipher(h->bytes, payloads, h->len, rho, 0);
    nji_declassify(h->bytes, NJI_PAYLOAD_PREFIX_MAX_LEN); /* the payload's length shows */
}

/* Reads the payload's length. Spec: BOLT 4 "Onion Decryption": malformed, below 2, or more than is left with the HMAC: refuse. */
static nj_status read_layout(layout *l, const head *h, size_t payloads_len) {
    size_t left;
    uint64_t payload_len;
    l->payload_offset = nji_bigsize_read(&payload_len, h->bytes, h->len);
    if (l->payload_offset == 0 || payload_len < NJ_ONION_PAYLOAD_MIN_LEN) return NJ_PEER_ONION_PAYLOAD;
    /* In the smallest packets a BigSize of 5 or 9 bytes alone leaves too little for the HMAC. */
    if (payloads_len < l->payload_offset + NJ_ONION_HMAC_LEN) return NJ_PEER_ONION_PAYLOAD;
    left = payloads_len - l->payload_offset - NJ_ONION_HMAC_LEN;
    if (payload_len > left) return NJ_PEER_ONION_PAYLOAD;
    l->payload_len = (size_t)payload_len;
    return NJ_OK;
}

/* Decrypts payload, next HMAC and next hop payloads. The zeros that the packet is extended by come out as bare key stream.
 * Spec: BOLT 4 "Onion Decryption". */
static void decrypt(const nji_peeled *out, const layout *l, const head *h, const uint8_t *payloads, size_t payloads_len,
                    const uint8_t *rho) {
    size_t layer = layer_len(l), hmac_offset = layer - NJ_ONION_HMAC_LEN;
    size_t from = layer <= h->len ? h->len : layer; /* where the head ends, or the layer does if it is longer */
    uint8_t *next_payloads = out->next + NJ_ONION_PAYLOADS_OFFSET, *next_hmac = next_payloads + payloads_len;
    uint8_t *rest = next_payloads + (from - layer);
    if (layer <= h->len) {
        memcpy(out->payload, h->bytes + l->payload_offset, l->payload_len);
        memcpy(next_hmac, h->bytes + hmac_offset, NJ_ONION_HMAC_LEN);
        memcpy(next_payloads, h->bytes + layer, from - layer);
    } else {
        nji_layer_cipher(out->payload, payloads + l->payload_offset, l->payload_len, rho, l->payload_offset);
        nji_layer_cipher(next_hmac, payloads + hmac_offset, NJ_ONION_HMAC_LEN, rho, hmac_offset);
    }
    memcpy(rest, payloads + from, payloads_len - from);
    memset(next_hmac - layer, 0, layer);
    nji_layer_cipher(rest, rest, payloads_len + layer - from, rho, from);
    *out->payload_len = l->payload_len;
}

nj_status nji_onion_open(const nji_peeled *out, const uint8_t *payloads, size_t payloads_len, const uint8_t *rho) {
    head h;
    layout l;
    nj_status status;
    decrypt_head(&h, payloads, payloads_len, rho);
    status = read_layout(&l, &h, payloads_len);
    if (status == NJ_OK) decrypt(out, &l, &h, payloads, payloads_len, rho);
    nj_wipe(&h, sizeof h);
    return status;
}

/* Writes version and ephemeral key of the next packet. Spec: BOLT 4 "Blinding Ephemeral Onion Keys". */
static nj_status blind_ephemeral_key(const nj_ctx *ctx, uint8_t *next, const nji_point *ephemeral, const uint8_t *shared_secret) {
    next[0] = 0;
    return nji_ephemeral_next(ctx, next + NJ_ONION_VERSION_LEN, ephemeral, shared_secret) ? NJ_OK : NJ_INTERNAL;
}

/* Peels a packet whose lengths were checked, that came over this path or none. Outputs are the caller's to zero on failure. */
static nj_status peel(const nj_ctx *ctx, const nji_peeled *out, const nj_key *key, const uint8_t *onion, size_t onion_len,
                      const uint8_t *assoc, size_t assoc_len, nji_path *path, const uint8_t *path_key) {
    const uint8_t *payloads = onion + NJ_ONION_PAYLOADS_OFFSET;
    size_t payloads_len = onion_len - NJ_ONION_OVERHEAD_LEN;
    uint8_t hmac[NJ_ONION_HMAC_LEN];
    nji_layer_keys keys;
    nji_point ephemeral;
    nj_status status;
    if (onion[0] != 0) return NJ_PEER_ONION_VERSION;
    if (!nji_point_parse(&ephemeral, onion + NJ_ONION_VERSION_LEN)) return NJ_PEER_ONION_KEY;
    status = path_key == NULL ? NJ_OK : nji_path_share(ctx, path, key, path_key);
    if (status == NJ_OK) status = share_secret(ctx, out->shared_secret, &ephemeral, key, path_key == NULL ? NULL : path);
    if (status != NJ_OK) return status;
    nji_layer_keys_derive(&keys, out->shared_secret);
    nji_layer_hmac(hmac, keys.mu, payloads, payloads_len, assoc, assoc_len);
    int match = nji_equal(hmac, payloads + payloads_len, sizeof hmac);
    nji_declassify(&match, sizeof match); /* validity shows */
    if (!match) status = NJ_PEER_ONION_HMAC;
    if (status == NJ_OK) {
        status = nji_onion_open(out, payloads, payloads_len, keys.rho);
        if (status == NJ_OK) status = blind_ephemeral_key(ctx, out->next, &ephemeral, out->shared_secret);
    }
    nj_wipe(hmac, sizeof hmac);
    nj_wipe(&keys, sizeof keys);
    return status;
}

/* Writes what a node needs of its blinded path besides the packet. Spec: BOLT 4 "Route Blinding". */
static nj_status open_path(const nj_ctx *ctx, uint8_t *out, const nji_path *path) {
    nj_kdf(out + NJ_PATH_DATA_KEY_OFFSET, NJ_KDF_RHO, path->shared_secret);
    return nji_path_next(ctx, out + NJ_PATH_NEXT_KEY_OFFSET, path);
}

static void zero_outputs(const nji_peeled *out, size_t onion_len, int keep_shared_secret) {
    nji_zero(out->next, onion_len);
    if (onion_len >= NJ_ONION_MIN_LEN) nji_zero(out->payload, NJ_ONION_PAYLOAD_ROOM_LEN(onion_len));
    *out->payload_len = 0;
    if (!keep_shared_secret) nj_wipe(out->shared_secret, NJ_SHARED_SECRET_LEN);
    nji_zero(out->path, NJ_PATH_LEN);
}

nj_status nji_onion_peel(const nj_ctx *ctx, const nji_peeled *out, const nj_key *key, const uint8_t *onion, size_t onion_len,
                         const uint8_t *assoc, size_t assoc_len, const uint8_t *path_key) {
    nj_status status = NJ_PEER_ONION_LENGTH;
    nji_path path;
    nji_zero(out->path, NJ_PATH_LEN);
    if (onion_len >= NJ_ONION_MIN_LEN && onion_len <= NJ_ONION_MAX_LEN) {
        status = peel(ctx, out, key, onion, onion_len, assoc, assoc_len, &path, path_key);
        if (status == NJ_OK && path_key != NULL && out->path != NULL) status = open_path(ctx, out->path, &path);
        if (path_key != NULL) nj_wipe(&path, sizeof path);
    }
    if (status != NJ_OK) zero_outputs(out, onion_len, status == NJ_PEER_ONION_PAYLOAD);
    return status;
}

nj_status nj_onion_peel(const nj_ctx *ctx, uint8_t *next, uint8_t *payload, size_t *payload_len, uint8_t *shared_secret,
                        uint8_t *path, const nj_key *key, const uint8_t *onion, size_t onion_len, const uint8_t *assoc,
                        size_t assoc_len, const uint8_t *path_key) {
    nji_peeled out = {next, payload, payload_len, shared_secret, path};
    size_t room = onion_len < NJ_ONION_MIN_LEN ? 0 : NJ_ONION_PAYLOAD_ROOM_LEN(onion_len);
    if (ctx == NULL || next == NULL || payload == NULL || payload_len == NULL || shared_secret == NULL || key == NULL ||
        onion == NULL || (assoc == NULL && assoc_len != 0) || assoc_len > NJ_ONION_ASSOC_MAX_LEN) {
        return NJ_ERR_ARGUMENT;
    }
    const nji_range outs[] = {
        {next, onion_len}, {payload, room}, {shared_secret, NJ_SHARED_SECRET_LEN}, {path, NJ_PATH_LEN}};
    const nji_range ins[] = {{onion, onion_len}, {assoc, assoc_len}, {path_key, NJ_PUBLIC_KEY_LEN}};
    if (nji_outputs_overlap(outs, 4, ins, 3)) return NJ_ERR_OVERLAP;
    if (!nji_ctx_ready(ctx) || !nji_key_ready(key)) {
        zero_outputs(&out, onion_len, 0);
        return NJ_ERR_HANDLE;
    }
    return nji_onion_peel(ctx, &out, key, onion, onion_len, assoc, assoc_len, path_key);
}

const uint8_t *nji_peel_batch_path_key(const nji_peel_batch *batch, size_t i) {
    static const uint8_t none[NJ_PUBLIC_KEY_LEN];
    const uint8_t *path_key = batch->path_keys == NULL ? none : batch->path_keys + i * NJ_PUBLIC_KEY_LEN;
    return memcmp(path_key, none, sizeof none) == 0 ? NULL : path_key;
}

void nji_peel_batch_one(const nji_peel_batch *batch, size_t i) {
    const size_t onion_len = batch->onion_len;
    uint8_t *result = batch->results + i * NJ_PEELED_LEN(onion_len);
    size_t payload_len = 0;
    nji_peeled out = {result + NJ_PEELED_NEXT_OFFSET, result + NJ_PEELED_PAYLOAD_OFFSET(onion_len), &payload_len,
                      result + NJ_PEELED_SHARED_SECRET_OFFSET, result + NJ_PEELED_PATH_OFFSET};
    nj_status status = nji_onion_peel(batch->ctx, &out, batch->key, batch->onions + i * onion_len, onion_len,
                                      batch->assoc_len == 0 ? NULL : batch->assocs + i * batch->assoc_len, batch->assoc_len,
                                      nji_peel_batch_path_key(batch, i));
    nji_store32_be(result + NJ_PEELED_STATUS_OFFSET, (uint32_t)status);
    nji_store32_be(result + NJ_PEELED_PAYLOAD_LEN_OFFSET, (uint32_t)payload_len);
}
