#include "onion/onion_internal.h"

/* Bytes that a hop takes in the packet: BigSize length, payload, next HMAC. */
static size_t hop_room(size_t payload_len) {
    return (payload_len < 0xfd ? 1 : NJI_PAYLOAD_PREFIX_MAX_LEN) + payload_len + NJ_ONION_HMAC_LEN;
}

nj_status nji_route_check(const nji_route *r, size_t onion_len) {
    const size_t room = onion_len - NJ_ONION_OVERHEAD_LEN;
    uint64_t total = 0, used = 0;
    for (size_t i = 0; i < r->hop_count; i++) {
        if (r->payload_lens[i] < NJ_ONION_PAYLOAD_MIN_LEN) return NJ_ERR_PAYLOAD;
        total += r->payload_lens[i];
        used += hop_room(r->payload_lens[i]);
    }
    if (total != r->payloads_len) return NJ_ERR_ARGUMENT;
    return used <= room ? NJ_OK : NJ_ERR_ONION_SIZE;
}

/* Computes the shared secret of every hop, and writes the first hop's ephemeral key. Spec: BOLT 4 "Onion Construction". */
static nj_status share_secrets(const nj_ctx *ctx, const nji_route *r, uint8_t *ephemeral_key, const uint8_t *session_key) {
    nji_ephemeral ephemeral;
    nj_status status = NJ_OK;
    nji_ephemeral_init(&ephemeral, session_key);
    for (size_t i = 0; i < r->hop_count && status == NJ_OK; i++) {
        nji_point hop;
        if (!nji_point_parse(&hop, r->hops + i * NJ_PUBLIC_KEY_LEN)) {
            status = NJ_ERR_PUBLIC_KEY;
        } else {
            status = nji_ephemeral_share(ctx, r->shared_secrets + i * NJ_SHARED_SECRET_LEN, &ephemeral, &hop);
        }
        if (i == 0 && status == NJ_OK) memcpy(ephemeral_key, ephemeral.key, sizeof ephemeral.key);
    }
    nj_wipe(&ephemeral, sizeof ephemeral);
    return status;
}

/* Room of all hops but the last: the bytes that the hops before it shift in from the right. */
static size_t filler_length(const nji_route *r) {
    size_t len = 0;
    for (size_t i = 0; i + 1 < r->hop_count; i++) len += hop_room(r->payload_lens[i]);
    return len;
}

/* Writes the filler: what the last hop finds at the end of its packet after the others peeled theirs.
 * Spec: BOLT 4 "Filler Generation". */
static void write_filler(const nji_route *r, uint8_t *filler, size_t payloads_room) {
    size_t used = 0;
    for (size_t i = 0; i + 1 < r->hop_count; i++) {
        size_t room = hop_room(r->payload_lens[i]);
        uint8_t rho[32];
        nj_kdf(rho, NJ_KDF_RHO, r->shared_secrets + i * NJ_SHARED_SECRET_LEN);
        memset(filler + used, 0, room);
        nji_layer_cipher(filler, filler, used + room, rho, payloads_room - used);
        used += room;
        nj_wipe(rho, sizeof rho);
    }
}

/* Puts hop i's payload and the next HMAC in front of what is in the packet already, encrypts, and replaces the HMAC by that of the
 * layer. The bytes from encrypt_len on are left as they are. Spec: BOLT 4 "Onion Construction". */
static void seal_layer(const nji_route *r, size_t i, const uint8_t *payload, uint8_t *payloads, size_t payloads_room,
                       size_t encrypt_len, uint8_t *hmac) {
    size_t payload_len = r->payload_lens[i];
    size_t prefix_len = nji_payload_prefix_write(payloads, payload_len);
    nji_layer_keys keys;
    memcpy(payloads + prefix_len, payload, payload_len);
    memcpy(payloads + prefix_len + payload_len, hmac, NJ_ONION_HMAC_LEN);
    nji_layer_keys_derive(&keys, r->shared_secrets + i * NJ_SHARED_SECRET_LEN);
    nji_layer_cipher(payloads, payloads, encrypt_len, keys.rho, 0);
    nji_layer_hmac(hmac, keys.mu, payloads, payloads_room, r->assoc, r->assoc_len);
    nj_wipe(&keys, sizeof keys);
}

void nji_route_wrap(const nji_route *r, uint8_t *onion, size_t onion_len, const uint8_t *session_key) {
    uint8_t *payloads = onion + NJ_ONION_PAYLOADS_OFFSET, *hmac = onion + onion_len - NJ_ONION_HMAC_LEN;
    const size_t payloads_room = onion_len - NJ_ONION_OVERHEAD_LEN;
    size_t last = r->hop_count - 1, last_room = hop_room(r->payload_lens[last]), filler_len = filler_length(r);
    size_t pad_len = payloads_room - filler_len - last_room; /* nji_route_check made sure that it is not negative */
    const uint8_t *payload = r->payloads + r->payloads_len - r->payload_lens[last];
    uint8_t pad_key[32];
    onion[0] = 0;
    nj_kdf(pad_key, NJ_KDF_PAD, session_key);
    memset(payloads + last_room, 0, pad_len);
    nji_layer_cipher(payloads + last_room, payloads + last_room, pad_len, pad_key, 0);
    nj_wipe(pad_key, sizeof pad_key);
    write_filler(r, payloads + payloads_room - filler_len, payloads_room);
    memset(hmac, 0, NJ_ONION_HMAC_LEN);
    /* The filler is what the last hop must find, already under that hop's layer: it is not encrypted again. */
    seal_layer(r, last, payload, payloads, payloads_room, payloads_room - filler_len, hmac);
    for (size_t i = last; i-- > 0;) {
        size_t room = hop_room(r->payload_lens[i]);
        payload -= r->payload_lens[i];
        memmove(payloads + room, payloads, payloads_room - room);
        seal_layer(r, i, payload, payloads, payloads_room, payloads_room, hmac);
    }
}

static nj_status build(const nj_ctx *ctx, uint8_t *onion, size_t onion_len, const uint8_t *session_key, const nji_route *r) {
    nj_status status = nji_route_check(r, onion_len);
    if (status != NJ_OK) return status;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    status = share_secrets(ctx, r, onion + NJ_ONION_VERSION_LEN, session_key);
    if (status == NJ_OK) nji_route_wrap(r, onion, onion_len, session_key);
    return status;
}

nj_status nj_onion_build(const nj_ctx *ctx, uint8_t *onion, size_t onion_len, uint8_t *shared_secrets,
                         const uint8_t *session_key, size_t hop_count, const uint8_t *hops, const uint8_t *payloads,
                         size_t payloads_len, const uint32_t *payload_lens, const uint8_t *assoc, size_t assoc_len) {
    nji_route r = {hop_count, hops, payloads, payloads_len, payload_lens, assoc, assoc_len, shared_secrets};
    size_t secrets_len = hop_count * NJ_SHARED_SECRET_LEN;
    nj_status status;
    if (ctx == NULL || onion == NULL || shared_secrets == NULL || session_key == NULL || hops == NULL || payloads == NULL ||
        payload_lens == NULL || (assoc == NULL && assoc_len != 0) || hop_count == 0 || hop_count > NJ_ONION_HOPS_MAX_COUNT ||
        onion_len < NJ_ONION_MIN_LEN || onion_len > NJ_ONION_MAX_LEN || assoc_len > NJ_ONION_ASSOC_MAX_LEN) {
        return NJ_ERR_ARGUMENT;
    }
    const nji_range outs[] = {{onion, onion_len}, {shared_secrets, secrets_len}};
    const nji_range ins[] = {{session_key, NJ_SECRET_KEY_LEN}, {hops, hop_count * NJ_PUBLIC_KEY_LEN}, {payloads, payloads_len},
                             {payload_lens, hop_count * sizeof *payload_lens}, {assoc, assoc_len}};
    if (nji_outputs_overlap(outs, 2, ins, 5)) return NJ_ERR_OVERLAP;
    status = build(ctx, onion, onion_len, session_key, &r);
    if (status != NJ_OK) {
        nji_zero(onion, onion_len);
        nj_wipe(shared_secrets, secrets_len);
    }
    return status;
}
