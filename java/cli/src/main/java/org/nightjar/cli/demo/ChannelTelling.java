package org.nightjar.cli.demo;

import java.util.ArrayList;
import java.util.List;
import org.nightjar.async.HtlcFailure;
import org.nightjar.cli.DocumentFields;
import org.nightjar.cli.EncryptedDataFields;
import org.nightjar.cli.NamedFields;
import org.nightjar.cli.PayloadFields;
import org.nightjar.sim.NetMessage;
import org.nightjar.sim.channel.ChannelMessage;
import org.nightjar.sim.channel.Lock;
import org.nightjar.sim.channel.Secret;
import org.nightjar.sim.ptlc.PtlcOnions;
import org.nightjar.sim.scenario.Moment;
import org.nightjar.sim.scenario.OnionLayer;

/** Messages about channels (BOLT 2). */
final class ChannelTelling {
  private ChannelTelling() {}

  /** Whether a message only keeps a channel going: every HTLC takes several of them. */
  static boolean isMinor(ChannelMessage message) {
    return message instanceof ChannelMessage.CommitmentSigned
        || message instanceof ChannelMessage.ChannelReestablish
        || message instanceof ChannelMessage.RevokeAndAck revocation
            && revocation.releases().isEmpty();
  }

  static Telling of(Moment.Message moment, NetMessage.Channel channel) {
    String title = channel.title();
    ChannelMessage message = channel.message();
    NamedFields fields = new NamedFields();
    fields.add("channel_id", channel.id().toString());
    if (message instanceof ChannelMessage.UpdateAddHtlc add) {
      return add(moment, title, add, fields);
    }
    if (message instanceof ChannelMessage.UpdateFulfillHtlc fulfil) {
      fields.add("id", Long.toString(fulfil.id()), fulfil.id());
      if (fulfil.secret() instanceof Secret.OfPoint known) {
        fields.add("scalar", known.scalar().toBytes());
        return told(title, "the scalar of its point", fields);
      }
      fields.add("payment_preimage", ((Secret.OfHash) fulfil.secret()).preimage().toBytes());
      return told(title, "the preimage", fields);
    }
    if (message instanceof ChannelMessage.UpdateFailHtlc fail) {
      fields.add("id", Long.toString(fail.id()), fail.id());
      return told(
          title,
          fail.failure() instanceof HtlcFailure.Malformed
              ? "and no word why, inside the blinded path"
              : "why, only its payer can read",
          fields);
    }
    if (message instanceof ChannelMessage.RevokeAndAck revocation) {
      for (ChannelMessage.Release release : revocation.releases()) {
        fields.add("release_htlc " + release.id(), DocumentFields.pathText(release.path()));
      }
      boolean plain = revocation.releases().isEmpty();
      return told(title, plain ? "" : "with a path to release it", fields);
    }
    return told(title, "", fields);
  }

  private static Telling add(
      Moment.Message moment, String title, ChannelMessage.UpdateAddHtlc add, NamedFields fields) {
    String expiry = PayloadFields.grouped(add.cltvExpiry());
    fields.add("id", Long.toString(add.id()), add.id());
    fields.add("amount_msat", PayloadFields.msat(add.amountMsat()), add.amountMsat());
    if (add.lock() instanceof Lock.Point locked) {
      fields.add("payment_point", locked.point().toBytes());
    } else {
      fields.add("payment_hash", ((Lock.Hash) add.lock()).hash().toBytes());
    }
    fields.add("cltv_expiry", "block " + expiry, add.cltvExpiry());
    int length = add.onion().length();
    fields.add("onion_routing_packet", length + " bytes", length);
    add.pathKey().ifPresent(key -> fields.add("path_key", key.toBytes()));
    fields.add("hold_htlc", add.hold() ? "yes" : "no");
    add.presignature().ifPresent(signature -> fields.add("presignature", signature.toBytes()));
    List<Section> sections = new ArrayList<>(List.of(new Section(title, fields)));
    boolean dummy = false;
    for (OnionLayer layer : moment.layers()) {
      String of =
          moment.to() + "'s layer of the " + (layer.trampoline() ? "trampoline onion" : "onion");
      sections.add(
          new Section(
              of + (dummy ? ", under a dummy hop" : ""), PayloadFields.of(layer.payload())));
      PtlcOnions.message(layer.payload())
          .ifPresent(message -> sections.add(PtlcTelling.message(message)));
      dummy = layer.payload().trampoline().onionPacket().isEmpty();
      layer
          .data()
          .ifPresent(
              data ->
                  sections.add(
                      new Section(
                          "its encrypted_recipient_data, opened", EncryptedDataFields.of(data))));
    }
    return new Telling(
        title,
        Amounts.sat(add.amountMsat()) + (add.hold() ? ", hold" : "") + ", until block " + expiry,
        sections);
  }

  private static Telling told(String title, String detail, NamedFields fields) {
    return new Telling(title, detail, List.of(new Section(title, fields)));
  }
}
