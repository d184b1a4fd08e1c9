/* onion_internal.h - what building and peeling share. */
#ifndef NJI_ONION_INTERNAL_H
#define NJI_ONION_INTERNAL_H

#include "ec/ec.h"
#include "nightjar/onion.h"

/* BigSize length in front of a payload: 1 byte below 0xfd, else 3 bytes. Payloads of a packet are shorter than 65536. */
#define NJI_PAYLOAD_PREFIX_MAX_LEN 3

/* The keys of one layer. Wipe with nj_wipe. */
typedef struct nji_layer_keys {
    uint8_t rho[32];
    uint8_t mu[32];
} nji_layer_keys;

/* Spec: BOLT 4 "Key Generation". */
void nji_layer_keys_derive(nji_layer_keys *keys, const uint8_t *shared_secret);

/* XOR the stream of rho, from byte `offset` on, into in. out equals in, or is disjoint.
 * Spec: BOLT 4 "Pseudo Random Byte Stream". */
void nji_layer_cipher(uint8_t *out, const uint8_t *in, size_t len, const uint8_t *key, uint64_t offset);

/* hmac [32] over hop payloads, then associated data. Spec: BOLT 4 "Packet Structure". */
void nji_layer_hmac(uint8_t *hmac, const uint8_t *mu, const uint8_t *payloads, size_t payloads_len, const uint8_t *assoc,
                    size_t assoc_len);

/* The sender's ephemeral key, from hop to hop. Wipe with nj_wipe. Spec: BOLT 4 "Blinding Ephemeral Onion Keys", which blinded paths
 * share. */
typedef struct nji_ephemeral {
    uint8_t secret[NJ_SECRET_KEY_LEN];
    uint8_t key[NJ_PUBLIC_KEY_LEN]; /* of the hop that was shared with last */
} nji_ephemeral;

/* Starts at a session key. */
void nji_ephemeral_init(nji_ephemeral *ephemeral, const uint8_t *session_key);

/* Shares a secret [32] with the next hop, sets `key` to what this hop receives, and moves on.
 * Gives NJ_OK, or NJ_ERR_SECRET_KEY for the session key. */
nj_status nji_ephemeral_share(const nj_ctx *ctx, uint8_t *shared_secret, nji_ephemeral *ephemeral, const nji_point *hop);

/* next_key [33]: what the next hop receives if this one received point. VARIABLE TIME in the factor, a hash of
 * shared secret and public key: its timing can link the two keys, and says nothing of the node key. 0 with a chance of 2^-128. */
int nji_ephemeral_next(const nj_ctx *ctx, uint8_t *next_key, const nji_point *point, const uint8_t *shared_secret);

/* What a node shares with the author of a blinded path that it is on. Wipe with nj_wipe. */
typedef struct nji_path {
    nji_point point;                             /* the path key */
    uint8_t shared_secret[NJ_SHARED_SECRET_LEN]; /* with the path's author */
} nji_path;

/* Shares a secret with the author of the path. Gives NJ_OK or NJ_PEER_PATH_KEY. Spec: BOLT 4 "Route Blinding". */
nj_status nji_path_share(const nj_ctx *ctx, nji_path *path, const nj_key *key, const uint8_t *path_key);

/* secret [32]: of this node's blinded id. Constant time. Spec: BOLT 4 "Route Blinding". */
nj_status nji_path_blinded_secret(uint8_t *secret, const nji_path *path, const nj_key *key);

/* Writes the path key that the next hop receives. Gives NJ_OK or NJ_INTERNAL. Timing: as nji_ephemeral_next. */
nj_status nji_path_next(const nj_ctx *ctx, uint8_t *next_path_key, const nji_path *path);

/* Writes the BigSize of a length below 65536 and gives the bytes written: 1 or 3. Spec: BOLT 1 "Fundamental Types". */
size_t nji_payload_prefix_write(uint8_t *out, size_t payload_len);

/* Reads a BigSize and gives the bytes read; 0 if it is cut short or not minimal. Spec: BOLT 1 "Fundamental Types". */
size_t nji_bigsize_read(uint64_t *value, const uint8_t *in, size_t len);

#endif
