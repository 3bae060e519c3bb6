package dev.locklab.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.locklab.account.AccountKeys;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Journal;
import dev.locklab.options.UsageException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Ending;
import dev.locklab.run.Json;
import dev.locklab.run.Order;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * What a run has in Redis: the account and its journal at the subject, its settings at the control.
 */
final class RunStore implements AutoCloseable {

  /** How long a run can still be checked in Redis. */
  private static final long KEPT_SECONDS = 24 * 60 * 60;

  private static final long QUIESCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long QUIESCE_POLL_MILLIS = 5;

  private final RedisAddress address;
  private final Link subject;
  private final Link control;
  private final AccountKeys keys;

  RunStore(RedisAddress subject, RedisAddress control, String run) {
    this.address = subject;
    this.subject = subject.link("locklab-verifier");
    this.control = control.link("locklab-verifier");
    this.keys = new AccountKeys(run);
  }

  /** Lays the account out and the settings ready, before the run. */
  void open(RunSpec spec) {
    set(control, Order.specKey(spec.run()), json(spec));
    call(subject, Command.SET, keys.balance(), Long.toString(spec.opening()));
    if (spec.journal()) {
      call(subject, Command.SET, keys.version(), "0");
    }
  }

  /** Clears what the workers warmed up on. */
  void endRehearsal() {
    AccountKeys rehearsal = keys.rehearsal();
    call(subject, Command.DEL, rehearsal.balance(), rehearsal.version(), rehearsal.journal());
  }

  /**
   * Ends every connection that workers of the run still have at the subject, and waits until there
   * is none: what a connection had sent and the server not executed is dropped with it, so nothing
   * of theirs can arrive any more, however long it was under way. Workers that report have closed
   * theirs, but a server or a network that was held up may not know that yet.
   *
   * @return why that could not be done, or null
   */
  @Nullable String quiesce(String run) throws InterruptedException {
    String name = " name=locklab-" + run + "-";
    long deadline = System.nanoTime() + QUIESCE_NANOS;
    try {
      while (true) {
        String list = Replies.text(call(subject, Command.CLIENT, "LIST"));
        List<String> left = list.lines().filter(client -> client.contains(name)).toList();
        if (left.isEmpty()) {
          return null;
        }
        if (System.nanoTime() > deadline) {
          return "%d connections of the run's workers could not be ended".formatted(left.size());
        }
        for (String client : left) {
          kill(client.substring(client.indexOf('=') + 1, client.indexOf(' ')));
        }
        TimeUnit.MILLISECONDS.sleep(QUIESCE_POLL_MILLIS);
      }
    } catch (StoreException e) {
      return "the run's connections could not be ended: " + Errors.rootMessage(e);
    }
  }

  private void kill(String id) {
    try {
      call(subject, Command.CLIENT, "KILL", "ID", id);
    } catch (StoreException e) {
      // It ended by itself in the meantime; if not, the next list has it.
    }
  }

  /** The balance as it stands; null if it is not a number of 64 bits. */
  @Nullable Long balance() {
    return number(Command.GET, keys.balance());
  }

  /** The version as it stands. */
  @Nullable Long version() {
    return number(Command.GET, keys.version());
  }

  private @Nullable Long number(Command command, String key) {
    Object reply = call(subject, command, key);
    try {
      return reply == null ? null : Long.valueOf(Replies.text(reply));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The journal as it stands. */
  JournalStream journal() {
    return new JournalStream(address, keys.journal());
  }

  /** Keeps the run checkable for a day; after that nothing of it is left in Redis. */
  void close(RunSpec spec, Ending ending, List<Tally> tallies) {
    set(control, Order.specKey(spec.run()), json(RunFolder.spec(spec, ending)));
    set(control, talliesKey(spec.run()), json(tallies));
    for (String key : List.of(keys.balance(), keys.version(), keys.journal())) {
      call(subject, Command.EXPIRE, key, Long.toString(KEPT_SECONDS));
    }
  }

  /**
   * Reads a run's settings and tallies back.
   *
   * @throws UsageException if there is no such run
   */
  Evidence read(String run) {
    Object spec = call(control, Command.GET, Order.specKey(run));
    Object tallies = call(control, Command.GET, talliesKey(run));
    if (spec == null || tallies == null) {
      throw new UsageException(
          spec == null
              ? "there is no run '" + run + "' here (runs are kept for a day)"
              : "the run '" + run + "' has not ended");
    }
    try {
      return new Evidence(
          Json.MAPPER.readValue(Replies.text(spec), RunSpec.class),
          Json.MAPPER.readValue(Replies.text(spec), Ending.class),
          Journal.EMPTY,
          Json.MAPPER.readValue(Replies.text(tallies), new TypeReference<List<Tally>>() {}));
    } catch (JsonProcessingException e) {
      throw new UsageException("the run '" + run + "' cannot be read: " + e.getOriginalMessage());
    }
  }

  @Override
  public void close() {
    subject.close();
    control.close();
  }

  private static String talliesKey(String run) {
    return "{locklab:" + run + "}:tallies";
  }

  private static void set(Link link, String key, String value) {
    call(link, Command.SET, key, value, "EX", Long.toString(KEPT_SECONDS));
  }

  private static @Nullable Object call(Link link, Command command, String... arguments) {
    CommandArguments all = new CommandArguments(command);
    for (String argument : arguments) {
      all.add(argument);
    }
    return link.call(all);
  }

  private static String json(Object value) {
    try {
      return Json.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
