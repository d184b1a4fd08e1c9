/* onion_internal.h - what building and peeling share. */
#ifndef NJI_ONION_INTERNAL_H
#define NJI_ONION_INTERNAL_H

#include "ec/ec.h"
#include "lanes/lanes.h"
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

/* keys [count][32]: nj_kdf of the 32 bytes at each of secrets + i * stride. */
void nji_kdf_many(uint8_t (*keys)[32], nj_kdf_label label, const uint8_t *secrets, size_t stride, size_t count);

/* XOR the stream of rho, from byte `offset` on, into in. out equals in, or is disjoint.
 * Spec: BOLT 4 "Pseudo Random Byte Stream". */
void nji_layer_cipher(uint8_t *out, const uint8_t *in, size_t len, const uint8_t *key, uint64_t offset);

/* hmac [32] over hop payloads, then associated data. Spec: BOLT 4 "Packet Structure". */
void nji_layer_hmac(uint8_t *hmac, const uint8_t *mu, const uint8_t *payloads, size_t payloads_len, const uint8_t *assoc,
                    size_t assoc_len);

/* hmacs [count][32] of onions [count][onion_len], each with its mu and its associated data. */
void nji_layer_hmacs(uint8_t (*hmacs)[NJ_ONION_HMAC_LEN], size_t count, uint8_t (*mus)[32], const uint8_t *onions, size_t onion_len,
                     const uint8_t *assocs, size_t assoc_len);

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

/* factors [count][32], which turn the public key at each of keys + i * stride into the next hop's: nji_ephemeral_next's scalars. */
void nji_blinding_factors(uint8_t (*factors)[32], const uint8_t *keys, size_t stride, uint8_t (*shared_secrets)[NJ_SHARED_SECRET_LEN],
                          size_t count);

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

/* What one onion is built from (nj_onion_build); shared_secrets [hop_count][32] is an output of the build's first step. */
typedef struct nji_route {
    size_t hop_count;
    const uint8_t *hops;
    const uint8_t *payloads;
    size_t payloads_len;
    const uint32_t *payload_lens;
    const uint8_t *assoc;
    size_t assoc_len;
    uint8_t *shared_secrets;
} nji_route;

/* Bytes that a hop takes in the packet: BigSize length, payload, next HMAC. */
size_t nji_hop_room(size_t payload_len);

/* Checks that the payloads are well formed, add up, and fit the packet: NJ_OK, NJ_ERR_PAYLOAD, NJ_ERR_ARGUMENT, NJ_ERR_ONION_SIZE. */
nj_status nji_route_check(const nji_route *r, size_t onion_len);

/* Onions to be wrapped, up to NJI_LANES_BATCH_MAX_COUNT, for checked routes whose shared secrets are known. What the routes have
 * lies as for nj_onion_build_batch: secrets and associated data of one route after those of the one before. */
typedef struct nji_wrapping {
    size_t count;
    const nji_route *routes;
    const uint8_t *skip; /* [count]: 1 for a route that is none: its onion comes to nothing */
    const uint8_t *session_keys;
    uint8_t *onions;
    size_t onion_len;
} nji_wrapping;

/* Fills the onions, from the last hop to the first: all but the ephemeral keys. Spec: BOLT 4 "Onion Construction". */
void nji_onions_wrap(const nji_wrapping *w);

/* The ephemeral keys of up to NJI_LANES_BATCH_MAX_COUNT senders, from hop to hop on the many-lane engine: nji_ephemeral for many.
 * Wipe with nj_wipe. */
typedef struct nji_ephemerals {
    const nji_lanes_engine *engine;
    size_t count;
    uint8_t alone[NJI_LANES_BATCH_MAX_COUNT]; /* 1: this one's secrets are not to be used, a single call must find them or refuse */
    uint8_t secrets[NJI_LANES_BATCH_MAX_COUNT][NJ_SECRET_KEY_LEN];
    uint8_t keys[NJI_LANES_BATCH_MAX_COUNT][NJ_PUBLIC_KEY_LEN]; /* of the hops that were shared with last; public */
    nji_lanes_batch hops;                                       /* the hops that were shared with last; public */
    const nji_lanes_table *generator;                           /* public */
} nji_ephemerals;

/* Starts at session keys [count][32]. generator: made by nji_lanes_generator_init, for as long as e is used. */
void nji_ephemerals_init(nji_ephemerals *e, const nji_lanes_engine *engine, const nji_lanes_table *generator, const uint8_t *session_keys,
                         size_t count);

/* Shares a secret with each one's next hop, 33 bytes at hops + i * stride, sets keys to what those receive, and moves on. Constant time
 * in the secrets. */
void nji_ephemerals_share(nji_ephemerals *e, uint8_t (*shared_secrets)[NJ_SHARED_SECRET_LEN], const uint8_t *hops, size_t stride);

/* The outputs of one peel (nj_onion_peel). */
typedef struct nji_peeled {
    uint8_t *next;
    uint8_t *payload;
    size_t *payload_len;
    uint8_t *shared_secret;
    uint8_t *path; /* or NULL */
} nji_peeled;

/* nj_onion_peel for arguments that were checked, but for the packet's length. */
nj_status nji_onion_peel(const nj_ctx *ctx, const nji_peeled *out, const nj_key *key, const uint8_t *onion, size_t onion_len,
                         const uint8_t *assoc, size_t assoc_len, const uint8_t *path_key);

/* Decrypts a packet whose HMAC matched: payload, and the next packet but for its version and ephemeral key. Gives NJ_OK, or
 * NJ_PEER_ONION_PAYLOAD with nothing written. Spec: BOLT 4 "Onion Decryption". */
nj_status nji_onion_open(const nji_peeled *out, const uint8_t *payloads, size_t payloads_len, const uint8_t *rho);

/* Many packets of one length, their results laid out as nj_onion_peel_batch gives them, all zero before. */
typedef struct nji_peel_batch {
    const nj_ctx *ctx;
    const nj_key *key;
    uint8_t *results;
    const uint8_t *onions;
    size_t onion_len;
    const uint8_t *assocs;
    size_t assoc_len;
    const uint8_t *path_keys; /* or NULL */
} nji_peel_batch;

/* The path key of packet i, or NULL if it has none. */
const uint8_t *nji_peel_batch_path_key(const nji_peel_batch *batch, size_t i);

/* Peels packet i alone. */
void nji_peel_batch_one(const nji_peel_batch *batch, size_t i);

/* Peels packets first .. first + count - 1 on the engine, 1 .. NJI_LANES_BATCH_MAX_COUNT of them. */
void nji_peel_batch_lanes(const nji_peel_batch *batch, const nji_lanes_engine *engine, size_t first, size_t count);

/* What a node shares with the authors of up to NJI_LANES_BATCH_MAX_COUNT paths, by the many-lane engine. Wipe with nj_wipe. */
typedef struct nji_paths {
    uint8_t valid[NJI_LANES_BATCH_MAX_COUNT]; /* 0: the path key is no point, and the rest means nothing */
    uint8_t alone[NJI_LANES_BATCH_MAX_COUNT]; /* 1: not to be used, a single call must find what is asked */
    uint8_t shared_secrets[NJI_LANES_BATCH_MAX_COUNT][NJ_SHARED_SECRET_LEN];
    uint8_t next_keys[NJI_LANES_BATCH_MAX_COUNT][NJ_PUBLIC_KEY_LEN]; /* what the next hops receive */
} nji_paths;

/* Shares with path_keys [count][33] on lanes->engine; what else is in lanes is overwritten. Constant time in key. */
void nji_paths_share(nji_paths *paths, nji_lanes_batch *lanes, const nj_key *key, const uint8_t *path_keys, size_t count);

/* Puts blinding factors [count][32] into lanes. One that is out of range, with a chance of 2^-128, is marked: nothing that comes of it
 * is to be used. */
void nji_factors_set(nji_lanes_digits *digits, uint8_t *out_of_range, uint8_t (*factors)[32], size_t count);

/* Writes the BigSize of a length below 65536 and gives the bytes written: 1 or 3. Spec: BOLT 1 "Fundamental Types". */
size_t nji_payload_prefix_write(uint8_t *out, size_t payload_len);

/* Reads a BigSize and gives the bytes read; 0 if it is cut short or not minimal. Spec: BOLT 1 "Fundamental Types". */
size_t nji_bigsize_read(uint64_t *value, const uint8_t *in, size_t len);

#endif
