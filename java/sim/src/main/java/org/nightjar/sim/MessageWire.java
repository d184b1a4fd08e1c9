package org.nightjar.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.nightjar.AttributionData;
import org.nightjar.async.ChannelId;
import org.nightjar.async.HtlcFailure;
import org.nightjar.sim.channel.ChannelMessage;
import org.nightjar.sim.channel.Lock;
import org.nightjar.sim.channel.Presignature;
import org.nightjar.sim.channel.Secret;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.htlc.AttributionTlvs;
import org.nightjar.wire.htlc.RevokeAndAckTlvs;
import org.nightjar.wire.htlc.UpdateAddHtlcTlvs;

/** Messages as bytes, to count and to compare them (BOLT 2). */
final class MessageWire {
  private static final int SIGNATURE_LENGTH = 64;
  private static final int SECRET_AND_POINT_LENGTH = 32 + 33;

  /** No BOLT has them: odd numbers from the range for experiments (BOLT 1). */
  private static final int UPDATE_ADD_PTLC = 49_741;

  private static final int UPDATE_FULFILL_PTLC = 49_743;
  private static final int UPDATE_FAIL_PTLC = 49_747;
  private static final int UPDATE_FAIL_MALFORMED_PTLC = 49_749;

  private MessageWire() {}

  static String title(NetMessage message) {
    if (message instanceof NetMessage.Onion) {
      return "onion_message";
    }
    if (message instanceof NetMessage.Own own) {
      return "message " + own.type();
    }
    ChannelMessage inner = ((NetMessage.Channel) message).message();
    if (inner instanceof ChannelMessage.UpdateFailHtlc fail) {
      return (isMalformed(fail) ? "update_fail_malformed_" : "update_fail_")
          + (fail.ptlc() ? "ptlc" : "htlc");
    }
    if (inner instanceof ChannelMessage.UpdateAddHtlc add) {
      return add.lock() instanceof Lock.Point ? "update_add_ptlc" : "update_add_htlc";
    }
    if (inner instanceof ChannelMessage.UpdateFulfillHtlc fulfil) {
      return fulfil.secret() instanceof Secret.OfPoint
          ? "update_fulfill_ptlc"
          : "update_fulfill_htlc";
    }
    if (inner instanceof ChannelMessage.CommitmentSigned) {
      return "commitment_signed";
    }
    return inner instanceof ChannelMessage.RevokeAndAck ? "revoke_and_ack" : "channel_reestablish";
  }

  private static boolean isMalformed(ChannelMessage.UpdateFailHtlc fail) {
    return fail.failure() instanceof HtlcFailure.Malformed;
  }

  static byte[] encode(NetMessage message) {
    if (message instanceof NetMessage.Onion onion) {
      return new WireWriter().u16(513).bytes(onion.message().encode()).toBytes();
    }
    if (message instanceof NetMessage.Own own) {
      return new WireWriter().u16(own.type()).bytes(own.payload()).toBytes();
    }
    NetMessage.Channel channel = (NetMessage.Channel) message;
    return encode(channel.id(), channel.message());
  }

  private static byte[] encode(ChannelId channel, ChannelMessage message) {
    if (message instanceof ChannelMessage.UpdateAddHtlc add) {
      boolean ptlc = add.lock() instanceof Lock.Point;
      return begin(ptlc ? UPDATE_ADD_PTLC : 128, channel)
          .u64(add.id())
          .u64(add.amountMsat())
          .bytes(encode(add.lock()))
          .u32(add.cltvExpiry())
          .bytes(add.onion().toBytes())
          .bytes(add.presignature().map(Presignature::toBytes).orElse(new byte[0]))
          .bytes(
              UpdateAddHtlcTlvs.of(add.pathKey().orElse(null), add.hold(), WireProfile.LDK)
                  .encode())
          .toBytes();
    }
    if (message instanceof ChannelMessage.UpdateFulfillHtlc fulfil) {
      WireWriter writer =
          fulfil.secret() instanceof Secret.OfPoint known
              ? begin(UPDATE_FULFILL_PTLC, channel).u64(fulfil.id()).bytes(known.scalar().toBytes())
              : begin(130, channel)
                  .u64(fulfil.id())
                  .bytes(((Secret.OfHash) fulfil.secret()).preimage().toBytes());
      fulfil.attribution().ifPresent(data -> append(writer, data));
      return writer.toBytes();
    }
    if (message instanceof ChannelMessage.UpdateFailHtlc fail) {
      return encode(channel, fail);
    }
    if (message instanceof ChannelMessage.CommitmentSigned signed) {
      return begin(132, channel)
          .bytes(new byte[SIGNATURE_LENGTH])
          .u16(signed.htlcs())
          .bytes(new byte[SIGNATURE_LENGTH * signed.htlcs()])
          .toBytes();
    }
    if (message instanceof ChannelMessage.RevokeAndAck revocation) {
      List<RevokeAndAckTlvs.ReleasePath> paths = new ArrayList<>();
      for (ChannelMessage.Release release : revocation.releases()) {
        paths.add(new RevokeAndAckTlvs.ReleasePath(OptionalLong.of(release.id()), release.path()));
      }
      return begin(133, channel)
          .bytes(new byte[SECRET_AND_POINT_LENGTH])
          .bytes(RevokeAndAckTlvs.of(paths, WireProfile.LDK).encode())
          .toBytes();
    }
    ChannelMessage.ChannelReestablish reestablish = (ChannelMessage.ChannelReestablish) message;
    return begin(136, channel)
        .u64(reestablish.commitmentsReceived() + 1)
        .u64(reestablish.revocationsReceived())
        .bytes(new byte[SECRET_AND_POINT_LENGTH])
        .toBytes();
  }

  private static byte[] encode(Lock lock) {
    return lock instanceof Lock.Point locked
        ? locked.point().toBytes()
        : ((Lock.Hash) lock).hash().toBytes();
  }

  private static byte[] encode(ChannelId channel, ChannelMessage.UpdateFailHtlc fail) {
    if (fail.failure() instanceof HtlcFailure.Malformed malformed) {
      return begin(fail.ptlc() ? UPDATE_FAIL_MALFORMED_PTLC : 135, channel)
          .u64(fail.id())
          .bytes(malformed.sha256OfOnion())
          .u16(malformed.code())
          .toBytes();
    }
    HtlcFailure.Encrypted encrypted = (HtlcFailure.Encrypted) fail.failure();
    byte[] packet = encrypted.packet().toBytes();
    WireWriter writer =
        begin(fail.ptlc() ? UPDATE_FAIL_PTLC : 131, channel)
            .u64(fail.id())
            .u16(packet.length)
            .bytes(packet);
    encrypted.attribution().ifPresent(data -> append(writer, data));
    return writer.toBytes();
  }

  private static void append(WireWriter writer, AttributionData attribution) {
    writer.bytes(AttributionTlvs.of(attribution.toBytes()).encode());
  }

  private static WireWriter begin(int type, ChannelId channel) {
    return new WireWriter().u16(type).bytes(channel.toBytes());
  }
}
