/* CoreNative: context, keys, and what belongs to no other feature. */
#include <stdatomic.h>
#include <stdlib.h>

#include "jni_common.h"

#define DESCRIBE_LEN 512

enum ctx_state { CTX_EMPTY, CTX_BUSY, CTX_READY };

/* One context for each load of the library; read-only once its state is CTX_READY. */
static nj_ctx ctx;
static _Atomic int ctx_state = CTX_EMPTY;

const nj_ctx *nji_jni_ctx(void) {
    return atomic_load_explicit(&ctx_state, memory_order_acquire) == CTX_READY ? &ctx : NULL;
}

void nji_jni_ctx_wipe(void) {
    atomic_store(&ctx_state, CTX_EMPTY);
    nj_ctx_wipe(&ctx);
}

/* Seeds the context, once: NJ_OK as well when it is seeded already. */
static jint core_init(JNIEnv *env, jclass type, jbyteArray seed_array) {
    nji_jni_frame frame;
    const uint8_t *seed;
    int empty = CTX_EMPTY;
    (void)type;
    nji_jni_open(&frame, env);
    seed = nji_jni_in(&frame, seed_array, NJ_SEED_LEN);
    if (frame.status == NJ_OK && atomic_compare_exchange_strong(&ctx_state, &empty, CTX_BUSY)) {
        frame.status = nj_ctx_init(&ctx, seed);
        atomic_store_explicit(&ctx_state, frame.status == NJ_OK ? CTX_READY : CTX_EMPTY, memory_order_release);
    }
    return nji_jni_close(&frame);
}

static jint core_abi_version(JNIEnv *env, jclass type) {
    (void)env;
    (void)type;
    return (jint)nj_abi_version();
}

static jstring core_version(JNIEnv *env, jclass type) {
    (void)type;
    return (*env)->NewStringUTF(env, nj_version());
}

static jstring core_describe(JNIEnv *env, jclass type) {
    char text[DESCRIBE_LEN];
    (void)type;
    nj_describe(text, sizeof text);
    return (*env)->NewStringUTF(env, text);
}

static jint core_selftest(JNIEnv *env, jclass type) {
    (void)env;
    (void)type;
    return (jint)nj_selftest(nji_jni_ctx());
}

static jint core_echo(JNIEnv *env, jclass type, jbyteArray out_array, jbyteArray in_array) {
    nji_jni_frame frame;
    size_t len;
    uint8_t *out;
    const uint8_t *in;
    (void)type;
    nji_jni_open(&frame, env);
    in = nji_jni_in_all(&frame, in_array, &len);
    out = nji_jni_out(&frame, out_array, len);
    if (frame.status == NJ_OK) frame.status = nj_echo(out, in, len);
    return nji_jni_close(&frame);
}

static jint core_secret_key_check(JNIEnv *env, jclass type, jbyteArray key_array) {
    nji_jni_frame frame;
    const uint8_t *key;
    (void)type;
    nji_jni_open(&frame, env);
    key = nji_jni_in(&frame, key_array, NJ_SECRET_KEY_LEN);
    if (frame.status == NJ_OK) frame.status = nj_secret_key_check(key);
    return nji_jni_close(&frame);
}

static jint core_public_key_check(JNIEnv *env, jclass type, jbyteArray key_array) {
    nji_jni_frame frame;
    const uint8_t *key;
    (void)type;
    nji_jni_open(&frame, env);
    key = nji_jni_in(&frame, key_array, NJ_PUBLIC_KEY_LEN);
    if (frame.status == NJ_OK) frame.status = nj_public_key_check(key);
    return nji_jni_close(&frame);
}

static jint core_public_key_create(JNIEnv *env, jclass type, jbyteArray public_array, jbyteArray secret_array) {
    nji_jni_frame frame;
    uint8_t *public_key;
    const uint8_t *secret_key;
    (void)type;
    nji_jni_open(&frame, env);
    public_key = nji_jni_out(&frame, public_array, NJ_PUBLIC_KEY_LEN);
    secret_key = nji_jni_in(&frame, secret_array, NJ_SECRET_KEY_LEN);
    if (frame.status == NJ_OK) frame.status = nj_public_key_create(nji_jni_ctx(), public_key, secret_key);
    return nji_jni_close(&frame);
}

static jint core_ecdh(JNIEnv *env, jclass type, jbyteArray shared_array, jbyteArray secret_array, jbyteArray public_array) {
    nji_jni_frame frame;
    uint8_t *shared_secret;
    const uint8_t *secret_key, *public_key;
    (void)type;
    nji_jni_open(&frame, env);
    shared_secret = nji_jni_out(&frame, shared_array, NJ_SHARED_SECRET_LEN);
    secret_key = nji_jni_in(&frame, secret_array, NJ_SECRET_KEY_LEN);
    public_key = nji_jni_in(&frame, public_array, NJ_PUBLIC_KEY_LEN);
    if (frame.status == NJ_OK) frame.status = nj_ecdh(nji_jni_ctx(), shared_secret, secret_key, public_key);
    return nji_jni_close(&frame);
}

static jint core_public_key_create_batch(JNIEnv *env, jclass type, jobject publics_buffer, jobject statuses_buffer, jint count,
                                         jobject secrets_buffer) {
    nji_jni_batch batch;
    uint8_t *public_keys;
    nj_status *statuses;
    const uint8_t *secret_keys;
    (void)type;
    nji_jni_batch_open(&batch, env, count, NJ_BATCH_MAX_COUNT);
    public_keys = nji_jni_column(&batch, publics_buffer, NJ_PUBLIC_KEY_LEN);
    statuses = nji_jni_column_ints(&batch, statuses_buffer, 1);
    secret_keys = nji_jni_column(&batch, secrets_buffer, NJ_SECRET_KEY_LEN);
    if (batch.status != NJ_OK) return (jint)batch.status;
    return (jint)nj_public_key_create_batch(nji_jni_ctx(), public_keys, statuses, batch.count, secret_keys);
}

static jint core_ecdh_batch(JNIEnv *env, jclass type, jobject shared_buffer, jobject statuses_buffer, jint count,
                            jobject secrets_buffer, jobject publics_buffer) {
    nji_jni_batch batch;
    uint8_t *shared_secrets;
    nj_status *statuses;
    const uint8_t *secret_keys, *public_keys;
    (void)type;
    nji_jni_batch_open(&batch, env, count, NJ_BATCH_MAX_COUNT);
    shared_secrets = nji_jni_column(&batch, shared_buffer, NJ_SHARED_SECRET_LEN);
    statuses = nji_jni_column_ints(&batch, statuses_buffer, 1);
    secret_keys = nji_jni_column(&batch, secrets_buffer, NJ_SECRET_KEY_LEN);
    public_keys = nji_jni_column(&batch, publics_buffer, NJ_PUBLIC_KEY_LEN);
    if (batch.status != NJ_OK) return (jint)batch.status;
    return (jint)nj_ecdh_batch(nji_jni_ctx(), shared_secrets, statuses, batch.count, secret_keys, public_keys);
}

static jint core_kdf(JNIEnv *env, jclass type, jbyteArray key_array, jint label, jbyteArray secret_array) {
    nji_jni_frame frame;
    uint8_t *key;
    const uint8_t *secret;
    (void)type;
    nji_jni_open(&frame, env);
    key = nji_jni_out(&frame, key_array, NJ_SECRET_KEY_LEN);
    secret = nji_jni_in(&frame, secret_array, NJ_SHARED_SECRET_LEN);
    if (frame.status == NJ_OK) frame.status = nj_kdf(key, (nj_kdf_label)label, secret);
    return nji_jni_close(&frame);
}

/* A handle is the address of an nj_key of its own; 0 says that the bytes are no secret key. */
static jlong core_key_open(JNIEnv *env, jclass type, jbyteArray secret_array) {
    nji_jni_frame frame;
    const uint8_t *secret_key;
    nj_key *key = malloc(sizeof *key);
    (void)type;
    if (key == NULL) {
        (*env)->ThrowNew(env, (*env)->FindClass(env, "java/lang/OutOfMemoryError"), "no native memory for a node key");
        return 0;
    }
    nji_jni_open(&frame, env);
    secret_key = nji_jni_in(&frame, secret_array, NJ_SECRET_KEY_LEN);
    if (frame.status == NJ_OK) frame.status = nj_key_init(nji_jni_ctx(), key, secret_key);
    if (nji_jni_close(&frame) == NJ_OK) return (jlong)(intptr_t)key;
    free(key);
    return 0;
}

static void core_key_close(JNIEnv *env, jclass type, jlong handle) {
    nj_key *key = (nj_key *)(intptr_t)handle;
    (void)env;
    (void)type;
    nj_key_wipe(key);
    free(key);
}

static const JNINativeMethod methods[] = {
    {"abiVersion", "()I", (void *)core_abi_version},
    {"init", "([B)I", (void *)core_init},
    {"version", "()Ljava/lang/String;", (void *)core_version},
    {"describe", "()Ljava/lang/String;", (void *)core_describe},
    {"selftest", "()I", (void *)core_selftest},
    {"echo", "([B[B)I", (void *)core_echo},
    {"secretKeyCheck", "([B)I", (void *)core_secret_key_check},
    {"publicKeyCheck", "([B)I", (void *)core_public_key_check},
    {"publicKeyCreate", "([B[B)I", (void *)core_public_key_create},
    {"ecdh", "([B[B[B)I", (void *)core_ecdh},
    {"publicKeyCreateBatch", "(Ljava/nio/ByteBuffer;Ljava/nio/ByteBuffer;ILjava/nio/ByteBuffer;)I",
     (void *)core_public_key_create_batch},
    {"ecdhBatch", "(Ljava/nio/ByteBuffer;Ljava/nio/ByteBuffer;ILjava/nio/ByteBuffer;Ljava/nio/ByteBuffer;)I",
     (void *)core_ecdh_batch},
    {"kdf", "([BI[B)I", (void *)core_kdf},
    {"keyOpen", "([B)J", (void *)core_key_open},
    {"keyClose", "(J)V", (void *)core_key_close},
};
const nji_jni_class nji_jni_core = NJI_JNI_CLASS("CoreNative", methods);
