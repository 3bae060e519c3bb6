package dev.locklab.run;

import dev.locklab.account.Micros;
import dev.locklab.redis.Link;
import dev.locklab.redis.Replies;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * How this JVM's clock stands to the server's, by the rule of Cristian (1989): the quickest of a
 * few round trips bounds the error best. What the base of this JVM's clock is wrong by is part of
 * what is measured.
 *
 * @param offset what to add to this JVM's clock to get the server's, microseconds
 * @param uncertainty by how much the offset may be wrong either way, microseconds
 */
public record ClockOffset(long offset, long uncertainty) {

  /** Of a clock that is taken for the server's. */
  public static final ClockOffset NONE = new ClockOffset(0, 0);

  private static final int PROBES = 16;

  /** The server's time when this clock shows {@code micros}, as well as is known. */
  public long toServer(long micros) {
    return sum(micros, offset);
  }

  /** The earliest that the server's clock can have shown then. */
  public long earliest(long micros) {
    return sum(toServer(micros), -uncertainty);
  }

  /** The latest that the server's clock can have shown then. */
  public long latest(long micros) {
    return sum(toServer(micros), uncertainty);
  }

  /**
   * What holds for all the time between two measurements: clocks drift, and are set right, so that
   * neither need be true when the other is.
   */
  public ClockOffset until(ClockOffset later) {
    long least = Math.min(sum(offset, -uncertainty), sum(later.offset, -later.uncertainty));
    long most = Math.max(sum(offset, uncertainty), sum(later.offset, later.uncertainty));
    // The distance may be out of range, which an unsigned half bears.
    long middle = least + ((most - least) >>> 1);
    return new ClockOffset(middle, Math.max(sum(most, -middle), sum(middle, -least)));
  }

  /** Times come from outside too: one that is out of range stays at the end of the range. */
  private static long sum(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }

  /** Asks the server for its time. */
  public static ClockOffset measure(Link link) {
    ClockOffset best = new ClockOffset(0, Long.MAX_VALUE);
    for (int i = 0; i < PROBES; i++) {
      long sent = Micros.now();
      List<?> time = link.list(new CommandArguments(Command.TIME));
      long arrived = Micros.now();
      long server = Replies.number(time.get(0)) * 1_000_000 + Replies.number(time.get(1));
      long half = (arrived - sent + 1) / 2 + 1;
      if (half < best.uncertainty) {
        best = new ClockOffset(server - (sent + (arrived - sent) / 2), half);
      }
    }
    return best;
  }
}
