#include "onion/onion_internal.h"

nj_status nji_route_check(const nji_route *r, size_t onion_len) {
    const size_t room = onion_len - NJ_ONION_OVERHEAD_LEN;
    uint64_t total = 0, used = 0;
    for (size_t i = 0; i < r->hop_count; i++) {
        if (r->payload_lens[i] < NJ_ONION_PAYLOAD_MIN_LEN) return NJ_ERR_PAYLOAD;
        total += r->payload_lens[i];
        used += nji_hop_room(r->payload_lens[i]);
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

static nj_status build(const nj_ctx *ctx, uint8_t *onion, size_t onion_len, const uint8_t *session_key, const nji_route *r) {
    nj_status status = nji_route_check(r, onion_len);
    if (status != NJ_OK) return status;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    status = share_secrets(ctx, r, onion + NJ_ONION_VERSION_LEN, session_key);
    if (status == NJ_OK) {
        const uint8_t skip = 0;
        const nji_wrapping w = {1, r, &skip, session_key, onion, onion_len};
        nji_onions_wrap(&w);
    }
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
