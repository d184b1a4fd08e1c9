package org.nightjar.cli.pipe;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.PeelBatch;

/**
 * {@code peel_batch}: packets of one key and one shape are peeled together; answers keep the order
 * of the items.
 */
final class PeelBatches {
  private static final int MAX_ITEMS = 65536;
  private static final int MAX_BATCH = 1024;

  private final Nightjar nightjar;

  PeelBatches(Nightjar nightjar) {
    this.nightjar = nightjar;
  }

  /** What the packets of one {@link PeelBatch} have in common. */
  private record Shape(String nodeKey, int onionLength, int assocLength) {
    static Shape of(PeelRequest peel) {
      return new Shape(
          HexFormat.of().formatHex(peel.nodeKey().exposeSecretBytes()),
          peel.packet().length(),
          peel.assoc().length);
    }

    /** Whether a batch can hold such packets. */
    boolean fitsBatch() {
      return onionLength >= OnionPacket.MIN_LENGTH && onionLength <= OnionPacket.MAX_LENGTH;
    }
  }

  /** An item that can be peeled, and its place among the results. */
  private record Pending(int index, @Nullable JsonElement id, PeelRequest peel) {}

  Answer peelBatch(Request request) throws BadRequestException {
    List<JsonElement> items = request.array("items").asList();
    if (items.size() > MAX_ITEMS) {
      throw BadRequestException.of(
          "there are " + items.size() + " items, at most " + MAX_ITEMS + " are allowed");
    }
    JsonObject[] results = new JsonObject[items.size()];
    Map<Shape, List<Pending>> shapes = new LinkedHashMap<>();
    for (int i = 0; i < results.length; i++) {
      @Nullable JsonElement id = null;
      try {
        Request item = Request.of(items.get(i), "items[" + i + "]");
        id = item.id();
        PeelRequest peel = PeelRequest.read(item);
        shapes
            .computeIfAbsent(Shape.of(peel), shape -> new ArrayList<>())
            .add(new Pending(i, id, peel));
      } catch (BadRequestException e) {
        results[i] = Answer.error(e.getMessage()).toJson(id);
      }
    }
    shapes.forEach((shape, pending) -> peel(shape, pending, results));
    return Answer.ok().withAnswers("results", Arrays.asList(results));
  }

  private void peel(Shape shape, List<Pending> items, JsonObject[] results) {
    try (NodeKey key = nightjar.nodeKey(items.get(0).peel.nodeKey())) {
      List<Pending> together = new ArrayList<>();
      for (Pending item : items) {
        if (shape.fitsBatch() && !item.peel.pathKeyMalformed()) {
          together.add(item);
        } else {
          results[item.index] = item.peel.answer(nightjar, key).toJson(item.id);
        }
      }
      peelTogether(shape, key, together, results);
    } catch (IllegalArgumentException e) {
      for (Pending item : items) {
        results[item.index] = Answer.error("BadRequest: " + e.getMessage()).toJson(item.id);
      }
    } finally {
      items.forEach(item -> item.peel.close());
    }
  }

  private void peelTogether(Shape shape, NodeKey key, List<Pending> items, JsonObject[] results) {
    if (items.isEmpty()) {
      return;
    }
    PeelBatch batch =
        nightjar.newPeelBatch(
            Math.min(items.size(), MAX_BATCH), shape.onionLength, shape.assocLength);
    for (int from = 0; from < items.size(); from += MAX_BATCH) {
      List<Pending> part = items.subList(from, Math.min(items.size(), from + MAX_BATCH));
      for (Pending item : part) {
        batch.add(item.peel.packet(), item.peel.assoc(), item.peel.pathKey());
      }
      batch.peel(key);
      for (int i = 0; i < part.size(); i++) {
        Pending item = part.get(i);
        results[item.index] = OnionCommands.answer(batch.result(i)).toJson(item.id);
      }
      batch.clear();
    }
  }
}
