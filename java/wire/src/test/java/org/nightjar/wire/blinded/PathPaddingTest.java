package org.nightjar.wire.blinded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.wire.Random64;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;

class PathPaddingTest {
  private static final int RANDOM_PATHS = 500;

  private static EncryptedData ofLength(int length) {
    int overhead = length < 255 ? 2 : length < 65_539 ? 4 : 6;
    EncryptedData data =
        EncryptedData.builder().record(TlvRecord.of(251, new byte[length - overhead])).build();
    assertThat(data.encode()).hasSize(length);
    return data;
  }

  private static Set<Integer> lengths(List<EncryptedData> hops) {
    return hops.stream().map(hop -> hop.encode().length).collect(Collectors.toSet());
  }

  /** No padding record has 1, 255 or 256 bytes, so the other hops grow too. */
  @ParameterizedTest
  @CsvSource({
    "10, 10, 10",
    "10, 8, 10",
    "10, 9, 12",
    "257, 2, 259",
    "258, 2, 260",
    "259, 2, 259",
    "300, 46, 300",
    "300, 45, 302",
    "300, 44, 302"
  })
  void allGetOneLength(int first, int second, int expected) {
    List<EncryptedData> padded = PathPadding.padAll(List.of(ofLength(first), ofLength(second)));
    assertThat(lengths(padded)).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({"30, 30, 30", "29, 30, 60", "28, 30, 30", "44, 30, 60", "100, 100, 100", "2, 1, 2"})
  void oneIsRoundedAsLdkDoes(int length, int multiple, int expected) {
    EncryptedData padded = PathPadding.pad(ofLength(length), multiple);
    assertThat(padded.encode()).hasSize(expected);
    assertThat(padded.stream().find(1).isPresent()).isEqualTo(length != expected);
  }

  @Test
  void paddingIsReplacedNotStacked() throws WireException {
    EncryptedData padded = PathPadding.pad(ofLength(10), 100);
    assertThat(PathPadding.pad(padded, 100)).isEqualTo(padded);
    assertThat(PathPadding.pad(padded, 30).encode()).hasSize(30);
    assertThat(EncryptedData.decode(padded.encode()).withoutPadding()).isEqualTo(ofLength(10));
  }

  @Test
  void anEmptyPathStaysEmpty() {
    assertThat(PathPadding.padAll(List.of())).isEmpty();
    assertThatThrownBy(() -> PathPadding.padAll(List.of(), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anyLengthsComeOutEqual() {
    Random64 random = Random64.of("PathPaddingTest");
    for (int i = 0; i < RANDOM_PATHS; i++) {
      List<EncryptedData> hops = new ArrayList<>();
      for (int n = random.below(6); n >= 0; n--) {
        hops.add(EncryptedData.builder().pathId(random.bytes(random.below(600))).build());
      }
      int multiple = 1 + random.below(120);
      List<EncryptedData> padded = PathPadding.padAll(hops, multiple);
      int longest = lengths(hops).stream().mapToInt(l -> l).max().orElseThrow();
      assertThat(lengths(padded)).hasSize(1);
      int length = padded.get(0).encode().length;
      assertThat(length % multiple).isZero();
      assertThat(length).isBetween(longest, longest + 10 * multiple);
      assertThat(padded.stream().map(EncryptedData::withoutPadding).toList()).isEqualTo(hops);
    }
  }
}
