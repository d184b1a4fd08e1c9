/* The symmetric part of building onions, for one or for many at once: keys and HMACs of all before the next step. Spec: BOLT 4 "Onion
 * Construction". */
#include "onion/onion_internal.h"

#define MAX NJI_LANES_BATCH_MAX_COUNT

typedef struct wrapping {
    const nji_wrapping *of;
    size_t last;                      /* hop */
    size_t payloads_room;             /* of an onion */
    uint8_t keys[MAX][32];            /* derived last */
    uint8_t hmacs[MAX][32];           /* what the next layer takes in */
    const uint8_t *payloads[MAX];     /* of the hop that is being wrapped; before, the end of all */
} wrapping;

#define EACH_ONION(w, i) for (size_t i = 0; i < (w)->of->count; i++) if (!(w)->of->skip[i])

size_t nji_hop_room(size_t payload_len) {
    return (payload_len < 0xfd ? 1 : NJI_PAYLOAD_PREFIX_MAX_LEN) + payload_len + NJ_ONION_HMAC_LEN;
}

static uint8_t *payloads_at(const wrapping *w, size_t i) { return w->of->onions + i * w->of->onion_len + NJ_ONION_PAYLOADS_OFFSET; }

/* The keys of a hop's layer. */
static void derive(wrapping *w, nj_kdf_label label, size_t hop) {
    const nji_route *first = &w->of->routes[0];
    nji_kdf_many(w->keys, label, first->shared_secrets + hop * NJ_SHARED_SECRET_LEN, first->hop_count * NJ_SHARED_SECRET_LEN,
                 w->of->count);
}

/* Room of all hops before one: what those shift in from the right. */
static size_t filler_length(const nji_route *r, size_t hop) {
    size_t len = 0;
    for (size_t i = 0; i < hop; i++) len += nji_hop_room(r->payload_lens[i]);
    return len;
}

/* Random bytes between the last hop's payload and the filler. nji_route_check made sure that their number is not negative. */
static void write_padding(wrapping *w) {
    nji_kdf_many(w->keys, NJ_KDF_PAD, w->of->session_keys, NJ_SECRET_KEY_LEN, w->of->count);
    EACH_ONION(w, i) {
        const nji_route *r = &w->of->routes[i];
        const size_t last_room = nji_hop_room(r->payload_lens[w->last]);
        uint8_t *padding = payloads_at(w, i) + last_room;
        const size_t len = w->payloads_room - filler_length(r, w->last) - last_room;
        memset(padding, 0, len);
        nji_layer_cipher(padding, padding, len, w->keys[i], 0);
    }
}

/* Writes the filler: what the last hop finds at the end of its packet after the others peeled theirs.
 * Spec: BOLT 4 "Filler Generation". */
static void write_filler(wrapping *w) {
    for (size_t hop = 0; hop < w->last; hop++) {
        derive(w, NJ_KDF_RHO, hop);
        EACH_ONION(w, i) {
            const nji_route *r = &w->of->routes[i];
            const size_t used = filler_length(r, hop), room = nji_hop_room(r->payload_lens[hop]);
            uint8_t *filler = payloads_at(w, i) + w->payloads_room - filler_length(r, w->last);
            memset(filler + used, 0, room);
            nji_layer_cipher(filler, filler, used + room, w->keys[i], w->payloads_room - used);
        }
    }
}

/* Puts a hop's payload and the next HMAC in front of what is in the packet already, and encrypts. The filler is what the last hop must
 * find, already under that hop's layer: it is not encrypted again. */
static void put_payload(wrapping *w, size_t i, size_t hop) {
    const nji_route *r = &w->of->routes[i];
    const size_t payload_len = r->payload_lens[hop];
    size_t encrypt_len = w->payloads_room;
    uint8_t *payloads = payloads_at(w, i);
    if (hop == w->last) {
        encrypt_len -= filler_length(r, w->last);
    } else {
        const size_t room = nji_hop_room(payload_len);
        memmove(payloads + room, payloads, w->payloads_room - room);
    }
    w->payloads[i] -= payload_len;
    const size_t prefix_len = nji_payload_prefix_write(payloads, payload_len);
    memcpy(payloads + prefix_len, w->payloads[i], payload_len);
    memcpy(payloads + prefix_len + payload_len, w->hmacs[i], NJ_ONION_HMAC_LEN);
    nji_layer_cipher(payloads, payloads, encrypt_len, w->keys[i], 0);
}

static void seal_layers(wrapping *w, size_t hop) {
    const nji_route *first = &w->of->routes[0];
    derive(w, NJ_KDF_RHO, hop);
    EACH_ONION(w, i) put_payload(w, i, hop);
    derive(w, NJ_KDF_MU, hop);
    nji_layer_hmacs(w->hmacs, w->of->count, w->keys, w->of->onions, w->of->onion_len, first->assoc, first->assoc_len);
}

void nji_onions_wrap(const nji_wrapping *of) {
    wrapping w = {.of = of, .last = of->routes[0].hop_count - 1, .payloads_room = of->onion_len - NJ_ONION_OVERHEAD_LEN};
    write_padding(&w);
    write_filler(&w);
    EACH_ONION(&w, i) w.payloads[i] = of->routes[i].payloads + of->routes[i].payloads_len;
    for (size_t hop = w.last + 1; hop-- > 0;) seal_layers(&w, hop);
    EACH_ONION(&w, i) {
        uint8_t *onion = of->onions + i * of->onion_len;
        onion[0] = 0;
        memcpy(onion + of->onion_len - NJ_ONION_HMAC_LEN, w.hmacs[i], NJ_ONION_HMAC_LEN);
    }
    nj_wipe(&w, sizeof w);
}
