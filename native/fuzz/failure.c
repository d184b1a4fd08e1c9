/* Failure packets and attribution data from peers; and packets of any message, read back at the origin. */
#include "fuzz.h"
#include "nightjar/failure.h"

#define HOPS_MAX 30
#define MESSAGE_MAX_LEN 1000

/* What a peer sent, whatever it is. */
static void read_packet(const uint8_t *packet, size_t packet_len, const uint8_t *secrets, size_t hop_count) {
    uint8_t *message = fuzz_buffer(packet_len), *scratch = fuzz_buffer(packet_len);
    size_t message_len = 1, hop = HOPS_MAX;
    const nj_status status = nj_failure_decrypt(message, &message_len, &hop, scratch, packet, packet_len, secrets, hop_count);
    CHECK(status == NJ_OK || status == NJ_PEER_FAILURE);
    CHECK(hop < hop_count && message_len <= packet_len && is_zero(message + message_len, packet_len - message_len));
    CHECK(status == NJ_OK || (hop == 0 && message_len == 0));
    CHECK(packet_len < 32 || is_zero(scratch, packet_len)); /* too short for an HMAC: not touched */
}

static void read_attribution(const uint8_t *attribution, const uint8_t *packet, size_t packet_len, const uint8_t *secrets,
                             size_t hop_count) {
    const size_t hops = hop_count < NJ_ATTRIBUTION_HOPS_COUNT ? hop_count : NJ_ATTRIBUTION_HOPS_COUNT;
    uint8_t *scratch = fuzz_buffer(packet_len);
    uint32_t hold_times[NJ_ATTRIBUTION_HOPS_COUNT];
    size_t verified = HOPS_MAX;
    CHECK(nj_attribution_decrypt(hold_times, &verified, scratch, attribution, packet, packet_len, secrets, hops) == NJ_OK);
    CHECK(verified <= hops && is_zero(scratch, packet_len));
    for (size_t i = verified; i < hops; i++) CHECK(hold_times[i] == 0);
}

/* A failure of hop `erring`, told through the hops before it. */
static void round_trip(const uint8_t *message, size_t message_len, const uint8_t *secrets, size_t hop_count, size_t erring) {
    const size_t packet_len = message_len + NJ_FAILURE_OVERHEAD_LEN < NJ_FAILURE_MIN_LEN ? NJ_FAILURE_MIN_LEN
                                                                                         : message_len + NJ_FAILURE_OVERHEAD_LEN;
    uint8_t *packet = fuzz_buffer(packet_len), *read = fuzz_buffer(packet_len), *scratch = fuzz_buffer(packet_len);
    uint8_t *attribution = fuzz_buffer(NJ_ATTRIBUTION_LEN);
    uint32_t hold_times[NJ_ATTRIBUTION_HOPS_COUNT];
    size_t read_len, hop, verified;
    memset(attribution, 0, NJ_ATTRIBUTION_LEN);
    CHECK(nj_failure_create(packet, packet_len, secrets + erring * 32, message, message_len) == NJ_OK);
    for (size_t i = erring + 1; i-- > 0;) {
        CHECK(nj_attribution_wrap(attribution, packet, packet_len, secrets + i * 32, (uint32_t)i) == NJ_OK);
    }
    CHECK(nj_failure_decrypt(read, &read_len, &hop, scratch, packet, packet_len, secrets, hop_count) == NJ_OK);
    /* With equal secrets an earlier hop may be named, and a weak MAC names any. */
    if (hop == erring) {
        CHECK(read_len == message_len);
        CHECK_BYTES(read, message, message_len);
    }
    if (erring < NJ_ATTRIBUTION_HOPS_COUNT) {
        CHECK(nj_attribution_decrypt(hold_times, &verified, scratch, attribution, packet, packet_len, secrets, erring + 1) == NJ_OK);
        CHECK(verified == erring + 1);
        for (size_t i = 0; i <= erring; i++) CHECK(hold_times[i] == i);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len) {
    fuzz_input in = fuzz_open(data, len);
    const size_t hop_count = 1 + fuzz_number(&in, HOPS_MAX - 1), erring = fuzz_number(&in, hop_count - 1);
    const size_t message_len = fuzz_number(&in, MESSAGE_MAX_LEN);
    const uint8_t *secrets = fuzz_take(&in, hop_count * NJ_SHARED_SECRET_LEN), *message = fuzz_take(&in, message_len);
    const uint8_t *attribution = fuzz_take(&in, NJ_ATTRIBUTION_LEN);
    const size_t packet_len = in.len < NJ_FAILURE_MAX_LEN ? in.len : NJ_FAILURE_MAX_LEN;
    const uint8_t *packet = fuzz_take(&in, packet_len);
    read_packet(packet, packet_len, secrets, hop_count);
    read_attribution(attribution, packet, packet_len, secrets, hop_count);
    round_trip(message, message_len, secrets, hop_count, erring);
    return fuzz_close();
}
