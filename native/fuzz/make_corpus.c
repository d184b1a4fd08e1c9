/* make_corpus: writes the seeds of native/fuzz/corpus, one valid input or more for every target, always the same bytes.
 * usage: make_corpus DIRECTORY (native/fuzz/corpus)
 * What libFuzzer found beyond them and was worth keeping lies beside them under its hash. */
#include <sys/stat.h>

#include "base/base.h"
#include "fuzz.h"
#include "nightjar/adaptor.h"
#include "nightjar/blinded.h"
#include "nightjar/ecdsa_adaptor.h"
#include "nightjar/failure.h"
#include "nightjar/musig.h"
#include "nightjar/onion.h"
#include "nightjar/ptlc.h"

static const char *directory;
static uint8_t seed[65536];
static size_t seed_len;

static void put(const void *bytes, size_t len) {
    CHECK(seed_len + len <= sizeof seed);
    memcpy(seed + seed_len, bytes, len);
    seed_len += len;
}

static void put_number(size_t number) {
    const uint8_t bytes[2] = {(uint8_t)(number >> 8), (uint8_t)number};
    put(bytes, sizeof bytes);
}

static void put_fill(int byte, size_t len) {
    memset(seed + seed_len, byte, len);
    seed_len += len;
}

/* Writes the seed, and starts the next. */
static void end(const char *target, const char *name) {
    char path[4096];
    FILE *file;
    snprintf(path, sizeof path, "%s/%s", directory, target);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/%s/%s", directory, target, name);
    file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(seed, 1, seed_len, file) == seed_len);
    fclose(file);
    seed_len = 0;
}

/* An onion for this node, on a route of hop_count times itself; over a path whose key is written, or not with NULL. */
static void build(uint8_t *onion, size_t onion_len, uint8_t *path_key, size_t hop_count, size_t payload_len, const uint8_t *assoc,
                  size_t assoc_len) {
    uint8_t session_key[32], path_secret[32], hops[3 * 33], payloads[3 * 400], secrets[3 * 32], encrypted[16];
    uint32_t lens[3] = {(uint32_t)payload_len, (uint32_t)payload_len, (uint32_t)payload_len}, none = 0;
    memset(session_key, 0x11, sizeof session_key);
    memset(path_secret, 0x12, sizeof path_secret);
    memset(payloads, 0x13, sizeof payloads);
    for (size_t i = 0; i < hop_count; i++) CHECK(nj_public_key_create(&ctx, hops + i * 33, NODE_SECRET) == NJ_OK);
    if (path_key != NULL) {
        uint8_t node[33];
        memcpy(node, hops, sizeof node);
        CHECK(nj_blinded_path_create(&ctx, path_key, hops, encrypted, path_secret, 1, node, NULL, 0, &none) == NJ_OK);
    }
    CHECK(nj_onion_build(&ctx, onion, onion_len, secrets, session_key, hop_count, hops, payloads, hop_count * payload_len, lens, assoc,
                         assoc_len) == NJ_OK);
}

static void peel_seeds(void) {
    static const struct {
        const char *name;
        size_t options, onion_len, hop_count, payload_len;
    } ONIONS[] = {{"message", 0, 200, 1, 60},      {"payment", 1, 300, 2, 70},    {"message-path", 2, 220, 1, 20},
                  {"payment-path", 3, 400, 2, 90}, {"payment-full", 1, 1366, 3, 300}, {"smallest", 0, NJ_ONION_MIN_LEN, 1, 2}};
    for (size_t i = 0; i < sizeof ONIONS / sizeof *ONIONS; i++) {
        static uint8_t onion[1366];
        uint8_t path_key[33], assoc[32];
        const size_t options = ONIONS[i].options, assoc_len = options & 1 ? 32 : 0, count = i % 4 + 1;
        memset(assoc, 0x14, sizeof assoc);
        build(onion, ONIONS[i].onion_len, options & 2 ? path_key : NULL, ONIONS[i].hop_count, ONIONS[i].payload_len, assoc, assoc_len);
        put_number(options);
        put(assoc, assoc_len);
        if (options & 2) put(path_key, sizeof path_key);
        put(onion, ONIONS[i].onion_len);
        end("peel", ONIONS[i].name);
        put_number(options);
        put_number(count - 1);
        for (size_t j = 0; j < count && options & 2; j++) put(path_key, sizeof path_key);
        for (size_t j = 0; j < count; j++) put(assoc, assoc_len);
        for (size_t j = 0; j < count; j++) put(onion, ONIONS[i].onion_len);
        end("batch_peel", ONIONS[i].name);
    }
}

static void key_seeds(void) {
    uint8_t public_key[33], signature[64], msg[20];
    const size_t counts[] = {1, 3, 20};
    CHECK(nj_public_key_create(&ctx, public_key, NODE_SECRET) == NJ_OK);
    memset(msg, 0x15, sizeof msg);
    CHECK(nj_schnorr_sign(&ctx, signature, NODE_SECRET, msg, sizeof msg, NULL) == NJ_OK);
    for (size_t i = 0; i < 3; i++) {
        char name[32];
        put_number(counts[i] - 1);
        put_number(sizeof msg);
        for (size_t j = 0; j < counts[i]; j++) put_fill((int)j, 32);
        for (size_t j = 0; j < counts[i]; j++) put(public_key, 33);
        for (size_t j = 0; j < counts[i]; j++) put(public_key + 1, 32);
        for (size_t j = 0; j < counts[i]; j++) put(msg, sizeof msg);
        for (size_t j = 0; j < counts[i]; j++) put(signature, 64);
        snprintf(name, sizeof name, "valid-%zu", counts[i]);
        end("batch_keys", name);
    }
}

/* Routes and paths of count times hop_count nodes. */
static void build_seeds(void) {
    static const struct {
        const char *name;
        size_t count, hop_count, payload_len;
    } SHAPES[] = {{"one", 1, 1, 30}, {"two-hops", 1, 2, 100}, {"four", 4, 2, 40}, {"too-large", 3, 4, 350}};
    for (size_t i = 0; i < sizeof SHAPES / sizeof *SHAPES; i++) {
        const size_t hops = SHAPES[i].count * SHAPES[i].hop_count;
        for (int path = 0; path < 2; path++) {
            if (!path) put_number(1000);
            put_number(SHAPES[i].count - 1);
            put_number(SHAPES[i].hop_count - 1);
            if (!path) put_number(32);
            put_fill(0x16, SHAPES[i].count * 32);
            if (!path) put_fill(0x17, SHAPES[i].count * 32);
            for (size_t h = 0; h < hops; h++) put_number(h % 3);
            for (size_t h = 0; h < hops; h++) put_number(SHAPES[i].payload_len);
            put_fill(0x18, 64);
            end(path ? "path" : "build", SHAPES[i].name);
        }
    }
}

static void blinded_seeds(void) {
    uint8_t path_secret[32], node[33], path_key[33], id[33], payload[50], encrypted[66];
    const uint32_t len = sizeof payload;
    memset(path_secret, 0x19, sizeof path_secret);
    memset(payload, 0x1a, sizeof payload);
    CHECK(nj_public_key_create(&ctx, node, NODE_SECRET) == NJ_OK);
    CHECK(nj_blinded_path_create(&ctx, path_key, id, encrypted, path_secret, 1, node, payload, len, &len) == NJ_OK);
    for (size_t count = 1; count <= 5; count += 4) {
        put_number(count - 1);
        for (size_t i = 0; i < count; i++) put(path_key, 33);
        for (size_t i = 0; i < count; i++) put(encrypted, sizeof encrypted);
        end("blinded", count == 1 ? "one" : "five");
    }
}

static void failure_seeds(void) {
    const size_t hop_counts[] = {1, 3, 20};
    for (size_t i = 0; i < 3; i++) {
        uint8_t secrets[20 * 32], packet[NJ_FAILURE_MIN_LEN], message[20], attribution[NJ_ATTRIBUTION_LEN];
        const size_t hop_count = hop_counts[i], erring = hop_count / 2;
        char name[32];
        for (size_t h = 0; h < hop_count; h++) memset(secrets + h * 32, (int)(0x20 + h), 32);
        memset(message, 0x1b, sizeof message);
        memset(attribution, 0, sizeof attribution);
        CHECK(nj_failure_create(packet, sizeof packet, secrets + erring * 32, message, sizeof message) == NJ_OK);
        for (size_t h = erring + 1; h-- > 0;) {
            CHECK(nj_attribution_wrap(attribution, packet, sizeof packet, secrets + h * 32, 5) == NJ_OK);
        }
        put_number(hop_count - 1);
        put_number(erring);
        put_number(sizeof message);
        put(secrets, hop_count * 32);
        put(message, sizeof message);
        put(attribution, sizeof attribution);
        put(packet, sizeof packet);
        snprintf(name, sizeof name, "hops-%zu", hop_count);
        end("failure", name);
    }
}

static void adaptor_seeds(void) {
    uint8_t secret[32], adaptor[33], msg[32], presignature[65], ecdsa[162], signature[64];
    memset(secret, 8, sizeof secret);
    memset(msg, 0x1c, sizeof msg);
    CHECK(nj_public_key_create(&ctx, adaptor, secret) == NJ_OK);
    CHECK(nj_x_adaptor_presign(&ctx, presignature, NODE_SECRET, adaptor, msg, NULL) == NJ_OK);
    CHECK(nj_x_ecdsa_adaptor_presign(&ctx, ecdsa, NODE_SECRET, adaptor, msg, NULL) == NJ_OK);
    put(presignature, sizeof presignature);
    put(msg, sizeof msg);
    CHECK(nj_x_adaptor_adapt(signature, presignature, secret) == NJ_OK);
    put(signature, sizeof signature);
    put(ecdsa, sizeof ecdsa);
    put(msg, sizeof msg);
    CHECK(nj_x_ecdsa_adaptor_adapt(signature, ecdsa, secret) == NJ_OK);
    put(signature, sizeof signature);
    end("adaptor", "valid");
}

static void ptlc_seeds(void) {
    for (size_t nu = 2; nu <= 5; nu += 3) {
        uint8_t message[NJ_X_PTLC_MESSAGE_LEN], epoch_secret[32], receipt_point[33], nonces[5 * 33];
        memset(message, 0x1d, sizeof message);
        memset(epoch_secret, 0x1e, sizeof epoch_secret);
        CHECK(nj_public_key_create(&ctx, receipt_point, NODE_SECRET) == NJ_OK);
        memcpy(message + 65, receipt_point + 1, 32);
        CHECK(nj_x_ptlc_nonces(&ctx, nonces, epoch_secret, NODE_SECRET, 0, 1, nu) == NJ_OK);
        put_number(nu - 2);
        put(message, sizeof message);
        put(epoch_secret, sizeof epoch_secret);
        put_fill(0x1f, 64);
        put(nonces, nu * 33);
        end("ptlc", nu == 2 ? "two" : "five");
    }
}

static void musig_seeds(void) {
    for (size_t count = 1; count <= 3; count += 2) {
        for (size_t options = 0; options < 4; options++) {
            uint8_t secret[32], public_key[33], secret_nonce[97], nonce[66];
            char name[32];
            put_number(count - 1);
            put_number(options);
            put_number(32);
            put_fill(0x21, 3 * 32);
            memset(secret, 0x22, sizeof secret);
            CHECK(nj_public_key_create(&ctx, public_key, secret) == NJ_OK);
            CHECK(nj_x_musig_nonce(&ctx, secret_nonce, nonce, secret, secret, public_key, NULL, NULL, 0, NULL, 0) == NJ_OK);
            for (size_t i = 0; i < count; i++) put(public_key, 33);
            for (size_t i = 0; i < count; i++) put(nonce, 66);
            put_fill(0x23, count * 32);
            put(public_key, 33);
            snprintf(name, sizeof name, "signers-%zu-%zu", count, options);
            end("musig", name);
        }
    }
}

static void bigsize_seeds(void) {
    static const char *const SIZES[] = {"fc", "fd00fd", "fdffff", "fe00010000", "ff0000000100000000", "fd00fc", "fe0000ffff",
                                        "ff00000000ffffffff"};
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        seed_len = from_hex(seed, SIZES[i]);
        end("bigsize", SIZES[i]);
    }
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: make_corpus DIRECTORY\n");
        return 2;
    }
    directory = argv[1];
    mkdir(directory, 0777);
    fuzz_open(NULL, 0);
    peel_seeds();
    key_seeds();
    build_seeds();
    blinded_seeds();
    failure_seeds();
    adaptor_seeds();
    ptlc_seeds();
    musig_seeds();
    bigsize_seeds();
    return 0;
}
