package dev.locklab.run;

import dev.locklab.account.Micros;
import dev.locklab.redis.Link;
import dev.locklab.redis.Replies;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * How this JVM's clock stands to the server's, by the rule of Cristian (1989): the quickest of a
 * few round trips bounds the error best.
 *
 * @param offset what to add to this JVM's clock to get the server's, microseconds
 * @param uncertainty by how much the offset may be wrong either way, microseconds
 */
public record ClockOffset(long offset, long uncertainty) {

  private static final int PROBES = 16;

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
