/* nightjar.h - statuses, context, keys, and the conventions of every Nightjar header.
 *
 * Argument order, everywhere: context, outputs, in/outs, inputs; a length follows its pointer; flags come last.
 * Public keys are 33-byte compressed points (prefix 02 or 03), secret keys 32 bytes, integers big-endian unless a name says _le.
 * Lengths are in bytes and called _LEN; counts of items are called _COUNT.
 * A NULL pointer is allowed where its length is 0 and where the text says "or NULL"; anywhere else it gives NJ_ERR_ARGUMENT.
 * On any status but NJ_OK every output is zeroed, save where a function says otherwise; after NJ_ERR_ARGUMENT and NJ_ERR_OVERLAP
 * outputs are zeroed or untouched.
 * No function allocates, draws randomness, touches errno, prints or aborts. Contexts and keys are read-only after their
 * _init, and may then be used by any number of threads; _init and _wipe need exclusive access.
 *
 * Specification: lightning/bolts at commit a377265 (2026-03-23); BIP340. `Spec:` lines refer to these.
 */
#ifndef NIGHTJAR_H
#define NIGHTJAR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define NJ_API __attribute__((visibility("default")))
#else
#define NJ_API
#endif

/* The binary interface: a caller (JNI, JNA) refuses a library whose nj_abi_version() differs. */
#define NJ_ABI_VERSION 2
#define NJ_VERSION "0.1.0"

#define NJ_SECRET_KEY_LEN 32
#define NJ_PUBLIC_KEY_LEN 33
#define NJ_SHARED_SECRET_LEN 32
#define NJ_SEED_LEN 32
#define NJ_BATCH_MAX_COUNT 65536

/* Outcome of a call. 1xx: the caller's error. 2xx: the peer's error, normal in production. 9xx: a fault in the library or
 * the machine. Numbers never change meaning. */
typedef enum nj_status {
    NJ_OK = 0,
    NJ_ERR_ARGUMENT = 100,   /* NULL, or a length or count outside its range */
    NJ_ERR_SECRET_KEY = 101, /* not in 1 .. group order - 1 */
    NJ_ERR_PUBLIC_KEY = 102, /* not a compressed point of secp256k1 */
    NJ_ERR_PAYLOAD = 103,    /* a hop payload shorter than 2 bytes */
    NJ_ERR_ONION_SIZE = 104, /* the hop payloads do not fit the packet */
    NJ_ERR_OVERLAP = 105,    /* an output overlaps an input in a way the function does not allow */
    NJ_ERR_HANDLE = 106,     /* context or key never initialised, or wiped */
    NJ_PEER_ONION_LENGTH = 200,  /* shorter than a packet with one hop, or longer than a Lightning message */
    NJ_PEER_ONION_VERSION = 201, /* version byte is not 0 */
    NJ_PEER_ONION_KEY = 202,     /* ephemeral key is not a point of the curve */
    NJ_PEER_ONION_HMAC = 203,    /* HMAC does not match */
    NJ_PEER_ONION_PAYLOAD = 204, /* HMAC matches, but the payload's length is malformed or exceeds the packet */
    NJ_PEER_PATH_KEY = 205,      /* path key is not a point of the curve */
    NJ_PEER_AEAD_TAG = 206,      /* ciphertext or tag was altered */
    NJ_PEER_SIGNATURE = 207,     /* signature does not verify */
    NJ_PEER_FAILURE = 208,       /* no hop of the route made this failure packet */
    NJ_INTERNAL = 900,           /* libsecp256k1 refused what was valid: a bug, or damaged memory */
    NJ_SELFTEST = 901            /* a known answer came out wrong: do not use this library on this machine */
} nj_status;

/* Key types of BOLT 4 "Key Generation", BOLT 4 "Route Blinding" and attribution data. */
typedef enum nj_kdf_label {
    NJ_KDF_RHO = 0,
    NJ_KDF_MU = 1,
    NJ_KDF_UM = 2,
    NJ_KDF_AMMAG = 3,
    NJ_KDF_AMMAGEXT = 4,
    NJ_KDF_PAD = 5,
    NJ_KDF_BLINDED_NODE_ID = 6
} nj_kdf_label;
#define NJ_KDF_LABEL_COUNT 7

/* A randomised libsecp256k1 context in caller-owned storage. Contents are private; do not copy it. */
typedef struct nj_ctx {
    uint64_t opaque[64];
} nj_ctx;

/* A long-lived secret key, prepared once, in caller-owned storage. Contents are private; wipe it with nj_key_wipe. */
typedef struct nj_key {
    uint64_t opaque[64];
} nj_key;

/* Give the library's NJ_ABI_VERSION.  CT: no secrets.  Alloc: none. */
NJ_API uint32_t nj_abi_version(void);

/* Give the library's version, for people: NUL-terminated, static storage.  CT: no secrets.  Alloc: none. */
NJ_API const char *nj_version(void);

/* Give the name of a status: NUL-terminated ASCII, static storage; "unknown" for a number that is none.
 * CT: no secrets.  Alloc: none. */
NJ_API const char *nj_status_name(nj_status status);

/* Describe the CPU features found, the SIMD variants chosen and the libsecp256k1 build.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT if text is NULL or text_len is 0.
 * Out: text [text_len]: NUL-terminated ASCII, cut to fit.
 * CT: no secrets.  Alloc: none. */
NJ_API nj_status nj_describe(char *text, size_t text_len);

/* Run the known answers of every primitive and protocol function on the variants that this machine uses.
 * Returns: NJ_OK; NJ_SELFTEST if any answer is wrong.
 * In: ctx.
 * CT: fixed test keys only.  Alloc: none; stack 24 KiB. */
NJ_API nj_status nj_selftest(const nj_ctx *ctx);

/* Copy bytes, nothing else: what a call costs from another language.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT.
 * Out: out [len].  In: in [len], may equal out.
 * CT: yes.  Alloc: none. */
NJ_API nj_status nj_echo(uint8_t *out, const uint8_t *in, size_t len);

/* Overwrite memory in a way the compiler must keep.
 * In/Out: data [len].
 * CT: yes.  Alloc: none. */
NJ_API void nj_wipe(void *data, size_t len);

/* Prepare a context, and randomise its generator blinding against side channels.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_INTERNAL if storage is too small for the libsecp256k1 linked.
 * Out: ctx.
 * In: seed [32]: fresh from a cryptographic random source.
 * CT: seed is secret.  Alloc: none. */
NJ_API nj_status nj_ctx_init(nj_ctx *ctx, const uint8_t *seed);

/* Wipe a context. NULL and a wiped context are allowed.  In/Out: ctx.  CT: yes.  Alloc: none. */
NJ_API void nj_ctx_wipe(nj_ctx *ctx);

/* Prepare a long-lived secret key (a node key) for many uses.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE; NJ_ERR_SECRET_KEY.
 * Out: key.
 * In: ctx; secret_key [32].
 * CT: secret_key is secret; only its validity shows.  Alloc: none. */
NJ_API nj_status nj_key_init(const nj_ctx *ctx, nj_key *key, const uint8_t *secret_key);

/* Wipe a key. NULL and a wiped key are allowed.  In/Out: key.  CT: yes.  Alloc: none. */
NJ_API void nj_key_wipe(nj_key *key);

/* Check a secret key.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_SECRET_KEY.
 * In: secret_key [32].
 * CT: secret_key is secret; only its validity shows.  Alloc: none. */
NJ_API nj_status nj_secret_key_check(const uint8_t *secret_key);

/* Check a public key.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_PUBLIC_KEY.
 * In: public_key [33].
 * CT: variable time in public_key, which is public.  Alloc: none. */
NJ_API nj_status nj_public_key_check(const uint8_t *public_key);

/* Compute the public key of a secret key.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE; NJ_ERR_SECRET_KEY.
 * Out: public_key [33].
 * In: ctx; secret_key [32].
 * CT: secret_key is secret; only its validity shows.
 * Spec: SEC 1 section 2.3.3, compressed.  Alloc: none. */
NJ_API nj_status nj_public_key_create(const nj_ctx *ctx, uint8_t *public_key, const uint8_t *secret_key);

/* Compute the shared secret of a secret and a public key: SHA256 of the compressed product.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE; NJ_ERR_SECRET_KEY; NJ_ERR_PUBLIC_KEY.
 * Out: shared_secret [32].
 * In: ctx; secret_key [32]; public_key [33].
 * CT: secret_key is secret; variable time in public_key's validity only.
 * Spec: BOLT 4 "Shared Secret"; BOLT 8.  Alloc: none. */
NJ_API nj_status nj_ecdh(const nj_ctx *ctx, uint8_t *shared_secret, const uint8_t *secret_key, const uint8_t *public_key);

/* Compute the shared secrets of many pairs of keys. One bad pair never changes another's result.
 * Returns: NJ_OK, with each pair's own status; NJ_ERR_ARGUMENT, also for a count over NJ_BATCH_MAX_COUNT; NJ_ERR_HANDLE;
 *          NJ_ERR_OVERLAP if an output overlaps anything. Then nothing was computed.
 * Out: shared_secrets [count][32], zero for a bad pair; statuses [count]: what nj_ecdh returns.
 * In: ctx; count; secret_keys [count][32]; public_keys [count][33].
 * CT: as nj_ecdh; where the many-lane engine is used also constant time in the public keys.
 * Spec: BOLT 4 "Shared Secret"; BOLT 8.  Alloc: none; stack 100 KiB. */
NJ_API nj_status nj_ecdh_batch(const nj_ctx *ctx, uint8_t *shared_secrets, nj_status *statuses, size_t count,
                               const uint8_t *secret_keys, const uint8_t *public_keys);

/* Compute the public keys of many secret keys. One bad key never changes another's result.
 * Returns: NJ_OK, with each key's own status; NJ_ERR_ARGUMENT, also for a count over NJ_BATCH_MAX_COUNT; NJ_ERR_HANDLE;
 *          NJ_ERR_OVERLAP if an output overlaps anything. Then nothing was computed.
 * Out: public_keys [count][33], zero for a bad key; statuses [count]: what nj_public_key_create returns.
 * In: ctx; count; secret_keys [count][32].
 * CT: secret_keys are secret; only their validity shows. The many-lane engine does not use the context's blinding.
 * Spec: SEC 1 section 2.3.3, compressed.  Alloc: none; stack 64 KiB. */
NJ_API nj_status nj_public_key_create_batch(const nj_ctx *ctx, uint8_t *public_keys, nj_status *statuses, size_t count,
                                            const uint8_t *secret_keys);

/* Derive a key: HMAC-SHA256 with the label's ASCII bytes as key over the secret.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT.
 * Out: key [32].
 * In: label; secret [32]: a shared secret, or the session key for NJ_KDF_PAD.
 * CT: secret is secret; variable time in label.
 * Spec: BOLT 4 "Key Generation".  Alloc: none. */
NJ_API nj_status nj_kdf(uint8_t *key, nj_kdf_label label, const uint8_t *secret);

#ifdef __cplusplus
}
#endif

#endif
