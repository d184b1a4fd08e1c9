#include "obvious_create.h"

#include <string.h>

#include <openssl/sha.h>
#include <secp256k1_ecdh.h>

#define SECRET_LEN 32
#define KEY_LEN 33
#define ASSOC_LEN 32
#define HMAC_LEN 32
#define PAYLOADS_LEN 1300
#define PAYLOADS_OFFSET (1 + KEY_LEN)

/* The shared secret of one hop; then the ephemeral secret moves on to the next hop. */
static int share(const obvious_peeler *peeler, uint8_t *shared_secret, uint8_t *ephemeral_key, uint8_t *ephemeral_secret,
                 const uint8_t *hop) {
    uint8_t factor[SECRET_LEN];
    size_t key_len = KEY_LEN;
    secp256k1_pubkey ephemeral, node;
    SHA256_CTX sha;
    if (!secp256k1_ec_pubkey_create(peeler->secp256k1, &ephemeral, ephemeral_secret) ||
        !secp256k1_ec_pubkey_serialize(peeler->secp256k1, ephemeral_key, &key_len, &ephemeral, SECP256K1_EC_COMPRESSED) ||
        !secp256k1_ec_pubkey_parse(peeler->secp256k1, &node, hop, KEY_LEN) ||
        !secp256k1_ecdh(peeler->secp256k1, shared_secret, &node, ephemeral_secret, NULL, NULL))
        return 0;
    SHA256_Init(&sha);
    SHA256_Update(&sha, ephemeral_key, KEY_LEN);
    SHA256_Update(&sha, shared_secret, SECRET_LEN);
    SHA256_Final(factor, &sha);
    return secp256k1_ec_seckey_tweak_mul(peeler->secp256k1, ephemeral_secret, factor);
}

/* XORs the first from + len bytes of a key's stream, less the first `from`, into data. */
static int xor_stream(const obvious_peeler *peeler, uint8_t *data, size_t len, const char *label, const uint8_t *secret,
                      size_t from) {
    static const uint8_t counter_and_nonce[16] = {0}, zeros[2 * PAYLOADS_LEN] = {0};
    uint8_t key[HMAC_LEN], stream[2 * PAYLOADS_LEN];
    int done;
    obvious_hmac(key, label, strlen(label), secret, SECRET_LEN, NULL, 0);
    if (EVP_EncryptInit_ex(peeler->chacha20, NULL, NULL, key, counter_and_nonce) != 1 ||
        EVP_EncryptUpdate(peeler->chacha20, stream, &done, zeros, (int)(from + len)) != 1)
        return 0;
    for (size_t i = 0; i < len; i++) data[i] ^= stream[from + i];
    return 1;
}

int obvious_create(const obvious_peeler *peeler, uint8_t *onion, uint8_t *shared_secrets, const uint8_t *session_key,
                   size_t hop_count, const uint8_t *hops, const uint8_t *payloads, size_t payload_len, const uint8_t *assoc) {
    const size_t prefix_len = payload_len < 0xfd ? 1 : 3, room = prefix_len + payload_len + HMAC_LEN;
    const size_t filler_len = (hop_count - 1) * room;
    uint8_t secret[SECRET_LEN], ephemeral_key[KEY_LEN], filler[PAYLOADS_LEN] = {0}, mu[HMAC_LEN];
    uint8_t *data = onion + PAYLOADS_OFFSET, *mac = data + PAYLOADS_LEN;
    int ok = 1;
    memcpy(secret, session_key, sizeof secret);
    for (size_t i = 0; i < hop_count && ok; i++) {
        ok = share(peeler, shared_secrets + i * SECRET_LEN, ephemeral_key, secret, hops + i * KEY_LEN);
        if (i == 0) memcpy(onion + 1, ephemeral_key, KEY_LEN);
    }
    onion[0] = 0;
    memset(data, 0, PAYLOADS_LEN);
    memset(mac, 0, HMAC_LEN);
    ok = ok && xor_stream(peeler, data, PAYLOADS_LEN, "pad", session_key, 0);
    for (size_t i = 0; i + 1 < hop_count && ok; i++)
        ok = xor_stream(peeler, filler, (i + 1) * room, "rho", shared_secrets + i * SECRET_LEN, PAYLOADS_LEN - i * room);
    for (size_t i = hop_count; i-- > 0 && ok;) {
        memmove(data + room, data, PAYLOADS_LEN - room);
        data[0] = payload_len < 0xfd ? (uint8_t)payload_len : 0xfd;
        if (prefix_len == 3) {
            data[1] = (uint8_t)(payload_len >> 8);
            data[2] = (uint8_t)payload_len;
        }
        memcpy(data + prefix_len, payloads + i * payload_len, payload_len);
        memcpy(data + prefix_len + payload_len, mac, HMAC_LEN);
        ok = xor_stream(peeler, data, PAYLOADS_LEN, "rho", shared_secrets + i * SECRET_LEN, 0);
        if (i + 1 == hop_count) memcpy(data + PAYLOADS_LEN - filler_len, filler, filler_len);
        obvious_hmac(mu, "mu", 2, shared_secrets + i * SECRET_LEN, SECRET_LEN, NULL, 0);
        obvious_hmac(mac, mu, sizeof mu, data, PAYLOADS_LEN, assoc, ASSOC_LEN);
    }
    return ok;
}
