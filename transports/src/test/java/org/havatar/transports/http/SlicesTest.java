package org.havatar.transports.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SlicesTest {
  /** In the list of what was written: another task of the loop had its turn. */
  private static final int SOMEBODY_ELSE = -1;

  private final List<Integer> written = new ArrayList<>();

  /** What encryption would have to do in one go. */
  private final class Sink extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      written.add(((ByteBuf) message).readableBytes());
      ctx.executor().execute(() -> written.add(SOMEBODY_ELSE));
      var unused = ctx.write(message, promise);
    }
  }

  private final EmbeddedChannel channel = new EmbeddedChannel(new Sink(), new Slices());

  private static ByteBuf bytes(int count) {
    return Unpooled.wrappedBuffer(new byte[count]);
  }

  @Test
  void whatIsSmallGoesAtOnce() {
    ChannelFuture small = channel.writeOneOutbound(bytes(Slices.BYTES));
    channel.flush();
    assertThat(small.isSuccess()).isTrue();
    assertThat(written).startsWith(Slices.BYTES);
  }

  @Test
  void whatIsLargeGoesInSlicesOthersHaveTheirTurnsBetweenAndWhatFollowsKeepsItsPlace() {
    ChannelFuture large = channel.write(bytes(2 * Slices.BYTES + 1));
    ChannelFuture small = channel.write(bytes(7));
    channel.runPendingTasks();
    channel.flush();
    assertThat(written)
        .containsExactly(
            Slices.BYTES,
            SOMEBODY_ELSE,
            Slices.BYTES,
            SOMEBODY_ELSE,
            1,
            SOMEBODY_ELSE,
            7,
            SOMEBODY_ELSE);
    assertThat(large.isSuccess()).isTrue();
    assertThat(small.isSuccess()).isTrue();
  }

  @Test
  void nothingIsWrittenWhileThePeerTakesNothing() {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    ChannelFuture large = channel.write(bytes(2 * Slices.BYTES));
    channel.runPendingTasks();
    assertThat(written).isEmpty();
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    channel.runPendingTasks();
    assertThat(written).contains(Slices.BYTES);
    assertThat(large.isSuccess()).isTrue();
  }

  @Test
  void whatWaitsFailsAndIsFreedWhenTheConnectionEnds() {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    ByteBuf large = bytes(2 * Slices.BYTES);
    ChannelFuture written = channel.write(large);
    channel.close().syncUninterruptibly();
    channel.runPendingTasks();
    assertThat(written.isSuccess()).isFalse();
    assertThat(large.refCnt()).isZero();
  }
}
