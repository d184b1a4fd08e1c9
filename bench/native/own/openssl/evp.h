/* evp.h - ChaCha20 as OpenSSL has it, on our own: for a processor that this machine has no OpenSSL for. Only what the obvious code
 * calls. What is compared then differs in nothing but the curve. */
#ifndef NJ_BENCH_OWN_EVP_H
#define NJ_BENCH_OWN_EVP_H

#include <string.h>

#include <nightjar/aead.h>

/* A key, and a nonce of zeros: what the obvious code uses. */
typedef struct EVP_CIPHER_CTX {
    uint8_t key[32];
} EVP_CIPHER_CTX;

static inline EVP_CIPHER_CTX *EVP_CIPHER_CTX_new(void) {
    static EVP_CIPHER_CTX contexts[2];
    static size_t used;
    return used < 2 ? &contexts[used++] : NULL;
}

static inline void EVP_CIPHER_CTX_free(EVP_CIPHER_CTX *context) { (void)context; }
static inline const void *EVP_chacha20(void) { return NULL; }

static inline int EVP_EncryptInit_ex(EVP_CIPHER_CTX *context, const void *cipher, const void *engine, const uint8_t *key,
                                     const uint8_t *counter_and_nonce) {
    (void)cipher;
    (void)engine;
    (void)counter_and_nonce;
    if (key != NULL) memcpy(context->key, key, sizeof context->key);
    return 1;
}

static inline int EVP_EncryptUpdate(EVP_CIPHER_CTX *context, uint8_t *out, int *out_len, const uint8_t *in, int len) {
    static const uint8_t nonce[NJ_CHACHA20_NONCE_LEN] = {0};
    *out_len = len;
    return nj_chacha20(out, context->key, nonce, 0, in, (size_t)len) == NJ_OK;
}

#endif
