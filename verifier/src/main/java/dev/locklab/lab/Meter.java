package dev.locklab.lab;

import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Cost;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * Reads what a run costs off the own counters of the servers that it uses.
 *
 * <p>How exact it is: whatever else talks to them is counted too. Of the lab's own traffic the
 * published orders and reports are taken off, each of which the lab has heard, where they go over
 * the same server, and so is the reading and trimming of the journal while it is written, which
 * nobody else does: its requests, its commands, and the processor time of executing them. Left in
 * are the workers' joining and leaving connections, tallies too long for one read, and keep-alive
 * pings: a few dozen requests a run. The processor time is that of the whole server with the
 * messages in it, a few a second, each of some microseconds.
 */
final class Meter implements AutoCloseable {

  private static final Pattern READS = Pattern.compile("(?m)^total_reads_processed:(\\d+)");
  private static final Pattern CALLS = Pattern.compile("(?m)^cmdstat_[^:]+:calls=(\\d+)");
  private static final Pattern LOOKS =
      Pattern.compile("(?m)^cmdstat_(?:xrange|xtrim):calls=(\\d+)");
  private static final Pattern LOOKING =
      Pattern.compile("(?m)^cmdstat_(?:xrange|xtrim):calls=\\d+,usec=(\\d+)");
  private static final Pattern CPU = Pattern.compile("(?m)^used_cpu_(?:user|sys):([0-9.]+)");

  /** The reading that asks is counted too: an INFO of each section. */
  private static final int OWN = 3;

  private record Reading(long requests, long commands, long cpuMicros, long messages) {}

  private final List<Link> links;
  private final @Nullable Reading start;

  /**
   * Takes the first reading.
   *
   * @param messages the lab's own messages so far at these servers
   */
  Meter(List<RedisAddress> servers, long messages) {
    links = servers.stream().map(server -> server.link("locklab-verifier")).toList();
    start = read(messages);
  }

  /**
   * Takes the last reading.
   *
   * @return what lies between the two; null if a server does not say, or was started again
   */
  @Nullable Cost cost(long messages, @Nullable Double alone) {
    Reading first = start;
    Reading last = first == null ? null : read(messages);
    if (first == null || last == null || last.requests() < first.requests()) {
      return null;
    }
    long own = last.messages() - first.messages() + (long) OWN * links.size();
    return new Cost(
        Math.max(0, last.requests() - first.requests() - own),
        Math.max(0, last.commands() - first.commands() - own),
        Math.max(0, last.cpuMicros() - first.cpuMicros()),
        alone);
  }

  private @Nullable Reading read(long messages) {
    Reading all = new Reading(0, 0, 0, messages);
    try {
      for (Link link : links) {
        Long requests = sum(READS, info(link, "stats"), 0);
        String calls = info(link, "commandstats");
        Long commands = sum(CALLS, calls, 0);
        Long cpu = sum(CPU, info(link, "cpu"), 6);
        if (requests == null || commands == null || cpu == null) {
          return null;
        }
        long looks = orNone(sum(LOOKS, calls, 0));
        all =
            new Reading(
                all.requests() + requests - looks,
                all.commands() + commands - looks,
                all.cpuMicros() + cpu - orNone(sum(LOOKING, calls, 0)),
                messages);
      }
      return all;
    } catch (StoreException e) {
      // The run does not fail because its cost cannot be told: the user may not ask for INFO.
      return null;
    }
  }

  private static long orNone(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  @Override
  public void close() {
    links.forEach(Link::close);
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
