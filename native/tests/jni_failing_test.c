/* jni_failing_test: the JNI layer where memory is short. It runs on an environment that is played here, each call once for every
 * allocation that it makes, which then fails: the call says so, its outputs are zeros, nothing is lost, and what is freed was wiped. The
 * linker puts malloc and free here in the place of the C library's (-Wl,--wrap). */
#include <jni.h>

#include "nightjar/onion.h"

#include "harness.h"

/* --- memory ---------------------------------------------------------------------------------------------------------------------- */

/* In front of each block: its length, and padding that keeps it aligned. */
typedef struct block {
    _Alignas(16) size_t len;
} block;

static int failing = -1; /* so many allocations from now on that the next fails; never if negative */
static int blocks;

void *__real_malloc(size_t len);
void __real_free(void *memory);
void *__wrap_malloc(size_t len);
void __wrap_free(void *memory);

void *__wrap_malloc(size_t len) {
    block *b;
    if (failing >= 0 && failing-- == 0) return NULL;
    b = __real_malloc(sizeof *b + len);
    CHECK(b != NULL);
    b->len = len;
    blocks++;
    memset(b + 1, 0xaa, len);
    return b + 1;
}

static int written(const uint8_t *data, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (data[i] != 0) return 1;
    }
    return 0;
}

void __wrap_free(void *memory) {
    block *b = (block *)memory - 1;
    CHECK(!written(memory, b->len));
    blocks--;
    __real_free(b);
}

/* --- the environment ------------------------------------------------------------------------------------------------------------- */

typedef struct array {
    jsize len;
    void *data;
} array;

static const char *thrown;
static array answer; /* what NewByteArray gave last */
static uint8_t answer_data[NJ_PEELED_LEN(NJ_ONION_MAX_LEN)];
static int answers_fail;

static jsize JNICALL get_length(JNIEnv *env, jarray a) { return (void)env, ((array *)(void *)a)->len; }

static void JNICALL get_bytes(JNIEnv *env, jbyteArray a, jsize start, jsize len, jbyte *out) {
    (void)env;
    memcpy(out, (uint8_t *)((array *)(void *)a)->data + start, (size_t)len);
}

static void JNICALL get_ints(JNIEnv *env, jintArray a, jsize start, jsize len, jint *out) {
    (void)env;
    memcpy(out, (jint *)((array *)(void *)a)->data + start, (size_t)len * sizeof *out);
}

static void JNICALL set_bytes(JNIEnv *env, jbyteArray a, jsize start, jsize len, const jbyte *in) {
    (void)env;
    memcpy((uint8_t *)((array *)(void *)a)->data + start, in, (size_t)len);
}

static jbyteArray JNICALL new_bytes(JNIEnv *env, jsize len) {
    (void)env;
    if (answers_fail) return NULL;
    answer = (array){len, answer_data};
    return (jbyteArray)(void *)&answer;
}

static jclass JNICALL find_class(JNIEnv *env, const char *name) { return (void)env, (jclass)(uintptr_t)name; }

static jint JNICALL throw_new(JNIEnv *env, jclass type, const char *message) {
    (void)env;
    (void)message;
    thrown = (const char *)(void *)type;
    return 0;
}

static void JNICALL delete_local(JNIEnv *env, jobject object) { (void)env, (void)object; }

/* The native methods that are called here. */
typedef jint build_fn(JNIEnv *, jclass, jbyteArray, jbyteArray, jbyteArray, jbyteArray, jbyteArray, jintArray, jbyteArray);
typedef jbyteArray peel_fn(JNIEnv *, jclass, jlong, jbyteArray, jint, jint, jbyteArray, jbyteArray);
typedef jint init_fn(JNIEnv *, jclass, jbyteArray);
typedef jlong key_open_fn(JNIEnv *, jclass, jbyteArray);
typedef void key_close_fn(JNIEnv *, jclass, jlong);
static build_fn *build;
static peel_fn *peel;
static init_fn *init;
static key_open_fn *key_open;
static key_close_fn *key_close;

static jint JNICALL register_natives(JNIEnv *env, jclass type, const JNINativeMethod *methods, jint count) {
    const int onion = strstr((const char *)(void *)type, "OnionNative") != NULL;
    (void)env;
    for (jint i = 0; i < count; i++) {
        if (onion && strcmp(methods[i].name, "build") == 0) build = (build_fn *)(uintptr_t)methods[i].fnPtr;
        if (onion && strcmp(methods[i].name, "peel") == 0) peel = (peel_fn *)(uintptr_t)methods[i].fnPtr;
        if (strcmp(methods[i].name, "init") == 0) init = (init_fn *)(uintptr_t)methods[i].fnPtr;
        if (strcmp(methods[i].name, "keyOpen") == 0) key_open = (key_open_fn *)(uintptr_t)methods[i].fnPtr;
        if (strcmp(methods[i].name, "keyClose") == 0) key_close = (key_close_fn *)(uintptr_t)methods[i].fnPtr;
    }
    return JNI_OK;
}

static const struct JNINativeInterface_ FUNCTIONS = {
    .FindClass = find_class,
    .ThrowNew = throw_new,
    .DeleteLocalRef = delete_local,
    .GetArrayLength = get_length,
    .NewByteArray = new_bytes,
    .GetByteArrayRegion = get_bytes,
    .GetIntArrayRegion = get_ints,
    .SetByteArrayRegion = set_bytes,
    .RegisterNatives = register_natives,
};
static JNIEnv env = &FUNCTIONS;

static jint JNICALL get_env(JavaVM *vm, void **out, jint version) { return (void)vm, (void)version, *out = &env, JNI_OK; }
static const struct JNIInvokeInterface_ INVOKE = {.GetEnv = get_env};

jint JNI_OnLoad(JavaVM *vm, void *reserved);

/* --- calls ----------------------------------------------------------------------------------------------------------------------- */

#define ONION_LEN 40000
#define ARRAY(bytes) ((void *)&(array){(jsize)sizeof(bytes), (bytes)})

static uint8_t secret[32], public_key[33], onion[ONION_LEN], shared_secret[32];

/* How many allocations the call makes, each of which failed once. */
static int build_fails(const nj_ctx *ctx) {
    static uint8_t payload[20000];
    const jint len = sizeof payload;
    array lens = {1, (void *)(uintptr_t)&len}, assoc = {0, payload};
    uint8_t session_key[32];
    int count = 0;
    CHECK(nj_public_key_create(ctx, public_key, secret) == NJ_OK);
    random_bytes(payload, sizeof payload);
    random_bytes(session_key, sizeof session_key);
    session_key[0] &= 0x7f;
    for (;; count++) {
        memset(onion, 1, sizeof onion);
        failing = count;
        const jint status = build(&env, NULL, ARRAY(onion), ARRAY(shared_secret), ARRAY(session_key), ARRAY(public_key), ARRAY(payload),
                                  (void *)&lens, (void *)&assoc);
        const int all_done = failing >= 0;
        failing = -1;
        CHECK(blocks == 0);
        if (all_done) {
            CHECK(status == NJ_OK);
            return count;
        }
        CHECK(status == NJ_INTERNAL);
        /* The first output may be what no memory was had for: then its array is as it was. */
        CHECK(count == 0 || (!written(onion, sizeof onion) && !written(shared_secret, sizeof shared_secret)));
    }
}

static int peel_fails(jlong key) {
    array assoc = {0, onion};
    int count = 0;
    for (;; count++) {
        failing = count;
        const void *result = peel(&env, NULL, key, ARRAY(onion), 0, ONION_LEN, (void *)&assoc, NULL);
        const int all_done = failing >= 0;
        failing = -1;
        CHECK(blocks == 1 && result == &answer); /* the block is the key's */
        if (all_done) {
            CHECK(answer.len == NJ_PEELED_PAYLOAD_OFFSET(ONION_LEN) + 20000);
            return count;
        }
        CHECK(answer.len == 4 && answer_data[2] == NJ_INTERNAL / 256 && answer_data[3] == NJ_INTERNAL % 256);
    }
}

int main(void) {
    JavaVM vm = &INVOKE;
    uint8_t seed[NJ_SEED_LEN], no_key[32] = {0};
    nj_ctx ctx;
    jlong key;
    random_bytes(seed, sizeof seed);
    random_bytes(secret, sizeof secret);
    secret[0] &= 0x7f;
    CHECK(nj_ctx_init(&ctx, seed) == NJ_OK);
    CHECK(JNI_OnLoad(&vm, NULL) == JNI_VERSION_1_6);
    CHECK(init(&env, NULL, ARRAY(seed)) == NJ_OK);
    CHECK(build_fails(&ctx) == 2);

    failing = 0;
    CHECK(key_open(&env, NULL, ARRAY(secret)) == 0);
    CHECK(thrown != NULL && strcmp(thrown, "java/lang/OutOfMemoryError") == 0 && blocks == 0);
    CHECK(key_open(&env, NULL, ARRAY(no_key)) == 0 && blocks == 0);
    key = key_open(&env, NULL, ARRAY(secret));
    CHECK(key != 0 && blocks == 1);
    CHECK(peel_fails(key) == 2);
    answers_fail = 1; /* no memory for the answer, in Java's heap */
    CHECK(peel(&env, NULL, key, ARRAY(onion), 0, ONION_LEN, ARRAY(no_key), NULL) == NULL && blocks == 1);
    key_close(&env, NULL, key);
    CHECK(blocks == 0);
    nj_ctx_wipe(&ctx);
    return harness_done("jni_failing_test");
}
