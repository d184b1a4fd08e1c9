package org.nightjar.ptlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.ptlc.World.ISSUER_KEY;
import static org.nightjar.ptlc.World.NIGHTJAR;
import static org.nightjar.ptlc.World.OFFER;
import static org.nightjar.ptlc.World.RECEIPT_SECRET;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;

class NoncePoolTest {
  private static Hash32 leaf(int number) {
    return Hash32.of(World.bytes("leaf " + number));
  }

  @Test
  void everyPathLeadsToTheRootAndNoOtherDoes() {
    for (int count = 1; count <= 40; count++) {
      List<Hash32> leaves = IntStream.range(0, count).mapToObj(NoncePoolTest::leaf).toList();
      MerkleTree tree = new MerkleTree(NIGHTJAR, leaves);
      for (int index = 0; index < count; index++) {
        List<Hash32> path = tree.path(index);
        assertThat(path).hasSize(MerkleTree.pathLength(index, count));
        assertThat(MerkleTree.root(NIGHTJAR, leaves.get(index), path)).isEqualTo(tree.root());
        assertThat(MerkleTree.root(NIGHTJAR, leaf(count), path)).isNotEqualTo(tree.root());
      }
    }
  }

  @Test
  void anUploadIsReadAsItWasWritten() throws Exception {
    NoncePool pool = new World(PoolParameters.basket(3, 5)).pool;
    byte[] upload = pool.encode();
    assertThat(upload).hasSize(PoolCertificate.LENGTH + 5 * 6 * PublicKey.LENGTH);
    NoncePool read = NoncePool.decode(upload);
    assertThat(read.encode()).isEqualTo(upload);
    assertThat(read.certificate()).isEqualTo(pool.certificate());
    read.check(NIGHTJAR);
    for (int length = 0; length < upload.length; length += 31) {
      byte[] cut = Arrays.copyOf(upload, length);
      assertThatThrownBy(() -> NoncePool.decode(cut)).isInstanceOf(RefusalException.class);
    }
    byte[] longer = Arrays.copyOf(upload, upload.length + 1);
    assertThatThrownBy(() -> NoncePool.decode(longer)).isInstanceOf(RefusalException.class);
  }

  @Test
  void aCertificateWithUnsafeNumbersIsRefused() {
    byte[] bytes = new World(PoolParameters.pool(5)).pool.certificate().encode();
    // nu and q stand at 113, count at 117
    for (int[] numbers : new int[][] {{1, 1, 5}, {3, 2, 5}, {2, 0, 5}, {2, 1, 0}, {2, 1, -1}}) {
      byte[] changed = bytes.clone();
      changed[114] = (byte) numbers[0];
      changed[116] = (byte) numbers[1];
      Arrays.fill(changed, 117, 121, (byte) (numbers[2] < 0 ? 0xff : 0));
      changed[120] = (byte) numbers[2];
      assertThatThrownBy(() -> PoolCertificate.decode(changed))
          .hasMessage(Refusal.ERR_PARAMETERS.name());
    }
    byte[] version = bytes.clone();
    version[0] = 2;
    assertThatThrownBy(() -> PoolCertificate.decode(version))
        .hasMessage(Refusal.ERR_VERSION.name());
  }

  @Test
  void aCertificateIsForOneOfferAtItsTime() throws Exception {
    PoolCertificate certificate = new World(PoolParameters.pool(5)).pool.certificate();
    assertThat(certificate.verify(NIGHTJAR, OFFER.issuer())).isTrue();
    assertThat(certificate.verify(NIGHTJAR, OFFER.payee())).isFalse();
    byte[] bytes = certificate.encode();
    for (int bit = 8; bit < bytes.length * 8; bit += 5) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(PoolCertificate.decode(flipped).verify(NIGHTJAR, OFFER.issuer()))
            .as("bit %d", bit)
            .isFalse();
      } catch (RefusalException e) {
        assertThat(e.refusal()).isEqualTo(Refusal.ERR_PARAMETERS);
      }
    }
  }

  @Test
  void theEpochMakesTheSamePoolAgain() {
    World world = new World(PoolParameters.pool(300));
    List<Long> progress = new ArrayList<>();
    NoncePool again =
        NoncePool.create(
            NIGHTJAR,
            OFFER,
            RECEIPT_SECRET,
            ISSUER_KEY,
            world.epochSecret,
            PoolParameters.pool(300),
            World.VALIDITY,
            progress::add);
    assertThat(again.encode()).isEqualTo(world.pool.encode());
    assertThat(progress).isSorted().startsWith(0L).endsWith(300L);
  }

  @Test
  void otherKeysAreErrors() {
    SecretKey other = World.secret("other");
    EpochSecret epoch = EpochSecret.of(World.bytes("epoch"));
    PoolParameters parameters = PoolParameters.pool(1);
    assertThatThrownBy(
            () ->
                NoncePool.create(
                    NIGHTJAR, OFFER, other, ISSUER_KEY, epoch, parameters, World.VALIDITY, n -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                NoncePool.create(
                    NIGHTJAR,
                    OFFER,
                    RECEIPT_SECRET,
                    other,
                    epoch,
                    parameters,
                    World.VALIDITY,
                    n -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new OfferTerms(OFFER.chain(), OFFER.offer(), OFFER.payee(), OFFER.payee(), 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
