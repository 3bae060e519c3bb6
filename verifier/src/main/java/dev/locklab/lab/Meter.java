package dev.locklab.lab;

import dev.locklab.redis.Link;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Cost;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * Reads what a run costs off the server's own counters.
 *
 * <p>How exact it is: whatever else talks to the server is counted too. Of the lab's own traffic
 * the published orders and reports are taken off, each of which the lab has heard, where they go
 * over the same server. Left in are the workers' joining and leaving connections, tallies too long
 * for one read, and keep-alive pings: a few dozen requests a run. The processor time is that of the
 * whole server with the messages in it, a few a second, each of some microseconds.
 */
final class Meter {

  private static final Pattern READS = Pattern.compile("(?m)^total_reads_processed:(\\d+)");
  private static final Pattern CALLS = Pattern.compile("(?m)^cmdstat_[^:]+:calls=(\\d+)");
  private static final Pattern CPU = Pattern.compile("(?m)^used_cpu_(?:user|sys):([0-9.]+)");

  /** The reading that asks is counted too: an INFO of each section. */
  private static final int OWN = 3;

  private record Reading(long requests, long commands, long cpuMicros, long messages) {}

  private final @Nullable Reading start;

  /**
   * Takes the first reading.
   *
   * @param messages the lab's own messages so far at this server
   */
  Meter(Link link, long messages) {
    start = read(link, messages);
  }

  /**
   * Takes the last reading.
   *
   * @return what lies between the two; null if the server does not say, or was started again
   */
  @Nullable Cost cost(Link link, long messages, @Nullable Double alone) {
    Reading first = start;
    Reading last = first == null ? null : read(link, messages);
    if (first == null || last == null || last.requests() < first.requests()) {
      return null;
    }
    long own = last.messages() - first.messages() + OWN;
    return new Cost(
        Math.max(0, last.requests() - first.requests() - own),
        Math.max(0, last.commands() - first.commands() - own),
        Math.max(0, last.cpuMicros() - first.cpuMicros()),
        alone);
  }

  private static @Nullable Reading read(Link link, long messages) {
    try {
      Long requests = sum(READS, info(link, "stats"), 0);
      Long commands = sum(CALLS, info(link, "commandstats"), 0);
      Long cpu = sum(CPU, info(link, "cpu"), 6);
      return requests == null || commands == null || cpu == null
          ? null
          : new Reading(requests, commands, cpu, messages);
    } catch (StoreException e) {
      // The run does not fail because its cost cannot be told: the user may not ask for INFO.
      return null;
    }
  }

  private static String info(Link link, String section) {
    return link.call(new CommandArguments(Command.INFO).add(section)) instanceof byte[] text
        ? new String(text, StandardCharsets.US_ASCII)
        : "";
  }

  static @Nullable Long sum(Pattern pattern, String info, int decimals) {
    Matcher matcher = pattern.matcher(info);
    BigDecimal sum = null;
    while (matcher.find()) {
      BigDecimal found = new BigDecimal(matcher.group(1));
      sum = sum == null ? found : sum.add(found);
    }
    return sum == null ? null : sum.movePointRight(decimals).longValue();
  }
}
