#include "obvious_peel.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <secp256k1_ecdh.h>

#define HMAC_LEN SHA256_DIGEST_LENGTH
#define KEY_LEN 33
#define PAYLOADS_LEN 1300
#define PAYLOADS_OFFSET (1 + KEY_LEN)
#define STREAM_LEN (2 * PAYLOADS_LEN)

int obvious_peeler_open(obvious_peeler *peeler) {
    peeler->secp256k1 = secp256k1_context_create(SECP256K1_CONTEXT_NONE);
    peeler->chacha20 = EVP_CIPHER_CTX_new();
    return peeler->secp256k1 != NULL && peeler->chacha20 != NULL &&
           EVP_EncryptInit_ex(peeler->chacha20, EVP_chacha20(), NULL, NULL, NULL) == 1;
}

void obvious_peeler_close(obvious_peeler *peeler) {
    EVP_CIPHER_CTX_free(peeler->chacha20);
    secp256k1_context_destroy(peeler->secp256k1);
}

/* HMAC on OpenSSL's SHA-256, which is faster than OpenSSL 3's own HMAC. The message comes in two parts; key_len <= 64. */
void obvious_hmac(uint8_t *mac, const void *key, size_t key_len, const uint8_t *first, size_t first_len, const uint8_t *second,
                  size_t second_len) {
    uint8_t pad[SHA256_CBLOCK] = {0};
    SHA256_CTX sha;
    memcpy(pad, key, key_len);
    for (size_t i = 0; i < sizeof pad; i++) pad[i] ^= 0x36;
    SHA256_Init(&sha);
    SHA256_Update(&sha, pad, sizeof pad);
    SHA256_Update(&sha, first, first_len);
    SHA256_Update(&sha, second, second_len);
    SHA256_Final(mac, &sha);
    for (size_t i = 0; i < sizeof pad; i++) pad[i] ^= 0x36 ^ 0x5c;
    SHA256_Init(&sha);
    SHA256_Update(&sha, pad, sizeof pad);
    SHA256_Update(&sha, mac, HMAC_LEN);
    SHA256_Final(mac, &sha);
}

/* Decrypts the payloads, with as many zero bytes behind them. */
static int decrypt(const obvious_peeler *peeler, uint8_t *out, const uint8_t *rho, const uint8_t *payloads) {
    static const uint8_t counter_and_nonce[16] = {0};
    uint8_t padded[STREAM_LEN] = {0};
    int len;
    memcpy(padded, payloads, PAYLOADS_LEN);
    return EVP_EncryptInit_ex(peeler->chacha20, NULL, NULL, rho, counter_and_nonce) == 1 &&
           EVP_EncryptUpdate(peeler->chacha20, out, &len, padded, STREAM_LEN) == 1;
}

/* Reads the BigSize in front of a payload. Returns its own length, or 0 if the payload is malformed or too long. */
static size_t read_length(size_t *payload_len, const uint8_t *in) {
    const size_t own_len = in[0] < 0xfd ? 1 : 3;
    *payload_len = own_len == 1 ? in[0] : (size_t)in[1] << 8 | in[2];
    const int minimal = own_len == 1 || (in[0] == 0xfd && *payload_len >= 0xfd);
    return minimal && *payload_len >= 2 && own_len + *payload_len + HMAC_LEN <= PAYLOADS_LEN ? own_len : 0;
}

/* The next ephemeral key: this one times SHA256(this one | shared secret). */
static int blind(const obvious_peeler *peeler, uint8_t *out, secp256k1_pubkey *key, const uint8_t *compressed,
                 const uint8_t *shared_secret) {
    uint8_t factor[SHA256_DIGEST_LENGTH];
    size_t out_len = KEY_LEN;
    SHA256_CTX sha;
    SHA256_Init(&sha);
    SHA256_Update(&sha, compressed, KEY_LEN);
    SHA256_Update(&sha, shared_secret, SHA256_DIGEST_LENGTH);
    SHA256_Final(factor, &sha);
    return secp256k1_ec_pubkey_tweak_mul(peeler->secp256k1, key, factor) &&
           secp256k1_ec_pubkey_serialize(peeler->secp256k1, out, &out_len, key, SECP256K1_EC_COMPRESSED);
}

int obvious_peel(const obvious_peeler *peeler, uint8_t *next, uint8_t *payload, size_t *payload_len, uint8_t *shared_secret,
                 const uint8_t *secret_key, const uint8_t *onion, const uint8_t *assoc, size_t assoc_len) {
    const uint8_t *key = onion + 1, *payloads = onion + PAYLOADS_OFFSET, *mac = payloads + PAYLOADS_LEN;
    uint8_t mu[HMAC_LEN], rho[HMAC_LEN], computed[HMAC_LEN], plain[STREAM_LEN];
    secp256k1_pubkey ephemeral;
    if (onion[0] != 0 || !secp256k1_ec_pubkey_parse(peeler->secp256k1, &ephemeral, key, KEY_LEN) ||
        !secp256k1_ecdh(peeler->secp256k1, shared_secret, &ephemeral, secret_key, NULL, NULL))
        return 0;
    obvious_hmac(mu, "mu", 2, shared_secret, SHA256_DIGEST_LENGTH, NULL, 0);
    obvious_hmac(computed, mu, sizeof mu, payloads, PAYLOADS_LEN, assoc, assoc_len);
    if (CRYPTO_memcmp(computed, mac, HMAC_LEN) != 0) return 0;
    obvious_hmac(rho, "rho", 3, shared_secret, SHA256_DIGEST_LENGTH, NULL, 0);
    if (!decrypt(peeler, plain, rho, payloads)) return 0;
    const size_t length_len = read_length(payload_len, plain);
    if (length_len == 0) return 0;
    const uint8_t *next_mac = plain + length_len + *payload_len;
    memcpy(payload, plain + length_len, *payload_len);
    next[0] = 0;
    memcpy(next + PAYLOADS_OFFSET, next_mac + HMAC_LEN, PAYLOADS_LEN);
    memcpy(next + PAYLOADS_OFFSET + PAYLOADS_LEN, next_mac, HMAC_LEN);
    return blind(peeler, next + 1, &ephemeral, key, shared_secret);
}

int obvious_peel_message(const obvious_peeler *peeler, uint8_t *next, uint8_t *payload, size_t *payload_len,
                         uint8_t *shared_secret, uint8_t *path_data_key, uint8_t *next_path_key, const uint8_t *secret_key,
                         const uint8_t *onion, const uint8_t *path_key) {
    uint8_t path_secret[HMAC_LEN], factor[HMAC_LEN], blinded_key[HMAC_LEN];
    secp256k1_pubkey path;
    if (!secp256k1_ec_pubkey_parse(peeler->secp256k1, &path, path_key, KEY_LEN) ||
        !secp256k1_ecdh(peeler->secp256k1, path_secret, &path, secret_key, NULL, NULL))
        return 0;
    obvious_hmac(factor, "blinded_node_id", 15, path_secret, sizeof path_secret, NULL, 0);
    memcpy(blinded_key, secret_key, sizeof blinded_key);
    if (!secp256k1_ec_seckey_tweak_mul(peeler->secp256k1, blinded_key, factor) ||
        !obvious_peel(peeler, next, payload, payload_len, shared_secret, blinded_key, onion, NULL, 0))
        return 0;
    obvious_hmac(path_data_key, "rho", 3, path_secret, sizeof path_secret, NULL, 0);
    return blind(peeler, next_path_key, &path, path_key, path_secret);
}
