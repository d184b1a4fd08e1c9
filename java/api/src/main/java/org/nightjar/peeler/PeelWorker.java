package org.nightjar.peeler;

import java.util.ArrayList;
import java.util.List;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.PeelBatch;

/** Takes batches of submissions and answers them, until there are no more. */
final class PeelWorker implements Runnable {
  private final Nightjar nightjar;
  private final NodeKey key;
  private final int assocLength;
  private final Gatherer gatherer;
  private final PeelBatch batch;
  private final List<Submission> together = new ArrayList<>();

  PeelWorker(BatchPeeler.Builder builder, Gatherer gatherer) {
    nightjar = builder.nightjar;
    key = builder.key;
    assocLength = builder.assocLength;
    this.gatherer = gatherer;
    batch = nightjar.newPeelBatch(builder.batchSize(), OnionPacket.PAYMENT_LENGTH, assocLength);
  }

  @Override
  public void run() {
    List<Submission> taken = gatherer.take();
    while (!taken.isEmpty()) {
      answer(taken);
      taken = gatherer.take();
    }
  }

  /**
   * Whatever goes wrong, an error of the JVM included, each submission gets an answer and the
   * worker goes on: nobody else would ever answer those that wait.
   */
  private void answer(List<Submission> submissions) {
    try {
      for (Submission submission : submissions) {
        if (fits(submission)) {
          batch.add(submission.packet, submission.assoc, submission.pathKey);
          together.add(submission);
        }
      }
      answerTogether();
    } catch (Throwable fault) {
      together.forEach(submission -> submission.completeExceptionally(fault));
    } finally {
      batch.clear();
      together.clear();
    }
    submissions.stream().filter(submission -> !fits(submission)).forEach(this::answerAlone);
  }

  private boolean fits(Submission submission) {
    return submission.packet.length() == OnionPacket.PAYMENT_LENGTH
        && submission.assoc.length == assocLength;
  }

  private void answerTogether() {
    batch.peel(key);
    for (int i = 0; i < together.size(); i++) {
      together.get(i).complete(batch.result(i));
    }
  }

  private void answerAlone(Submission submission) {
    try {
      submission.complete(
          nightjar.peel(key, submission.packet, submission.assoc, submission.pathKey));
    } catch (Throwable fault) {
      submission.completeExceptionally(fault);
    }
  }
}
