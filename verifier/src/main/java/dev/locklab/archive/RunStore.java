package dev.locklab.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.locklab.account.AccountKeys;
import dev.locklab.audit.Amounts;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Journal;
import dev.locklab.control.ControlCodec;
import dev.locklab.control.Order;
import dev.locklab.exit.UsageException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.redis.StoreException;
import dev.locklab.redis.StoreException.Fate;
import dev.locklab.run.Ending;
import dev.locklab.run.Json;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import dev.locklab.run.Workload;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What a run has in Redis: the account and its journal at the subject, its settings at the control.
 */
public final class RunStore implements AutoCloseable {

  /** How long a run can still be checked in Redis once it has ended. */
  private static final long KEPT_SECONDS = 24 * 60 * 60;

  private static final long QUIESCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long QUIESCE_POLL_MILLIS = 5;

  private final RedisAddress address;
  private final Link subject;
  private final Link control;
  private final AccountKeys keys;

  public RunStore(RedisAddress subject, RedisAddress control, String run) {
    this.keys = new AccountKeys(run);
    this.address = keys.at(subject);
    this.subject = address.link("locklab-verifier");
    this.control = control.ofKey(Order.specKey(run)).link("locklab-verifier");
  }

  /**
   * Lays the account out and the settings ready, before the run. Every key has a time to live from
   * the first, which those who write to it leave as it is: however the lab and its workers end,
   * nothing stays for ever.
   */
  public void open(RunSpec spec) {
    Workload workload = spec.workload();
    Duration lasts = workload.duration();
    // A run may last longer than a day.
    long kept = KEPT_SECONDS + (lasts == null ? 0 : lasts.toSeconds());
    set(control, Order.specKey(spec.run()), ControlCodec.encode(spec), kept);
    open(keys, workload.opening(), workload.journal(), kept);
    open(keys.rehearsal(), 0, workload.journal(), kept);
  }

  private void open(AccountKeys account, long opening, boolean journaled, long kept) {
    set(subject, account.balance(), Long.toString(opening), kept);
    if (journaled) {
      set(subject, account.version(), "0", kept);
      // A stream without an entry comes only with a group of readers; it stays when that goes.
      String journal = account.journal();
      List<?> executed =
          subject.transaction(
              command(Command.XGROUP, "CREATE", journal, "none", "$", "MKSTREAM"),
              command(Command.XGROUP, "DESTROY", journal, "none"),
              expiry(journal, kept));
      for (Object reply : executed) {
        if (reply instanceof JedisDataException refused) {
          throw new StoreException(Fate.APPLIED_IN_PART, Errors.rootMessage(refused), refused);
        }
      }
    }
  }

  private static CommandArguments expiry(String key, long seconds) {
    return command(Command.EXPIRE, key, Long.toString(seconds));
  }

  /** Clears what the workers warmed up on. */
  public void endRehearsal() {
    AccountKeys rehearsal = keys.rehearsal();
    subject.call(Command.DEL, rehearsal.balance(), rehearsal.version(), rehearsal.journal());
  }

  /**
   * Ends every connection that workers of the run still have at the subject, and waits until there
   * is none: what a connection had sent and the server not executed is dropped with it, so nothing
   * of theirs can arrive any more, however long it was under way. Workers that report have closed
   * theirs, but a server or a network that was held up may not know that yet.
   *
   * @return why that could not be done, or null
   */
  public @Nullable String quiesce(String run) throws InterruptedException {
    String name = " name=locklab-" + run + "-";
    long deadline = System.nanoTime() + QUIESCE_NANOS;
    try {
      while (true) {
        String list = Replies.text(subject.call(Command.CLIENT, "LIST"));
        List<String> left = list.lines().filter(client -> client.contains(name)).toList();
        if (left.isEmpty()) {
          return null;
        }
        if (System.nanoTime() > deadline) {
          return Amounts.count(left.size(), "connection")
              + " of the run's workers could not be ended";
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
      subject.call(Command.CLIENT, "KILL", "ID", id);
    } catch (StoreException e) {
      // It ended by itself in the meantime; if not, the next list has it.
    }
  }

  /**
   * What the account's keys hold.
   *
   * @param balance null if it is not a number of 64 bits
   * @param version null where the journal is off, and if it is no number
   * @param foreign what the lab's own writers cannot have left there, in words
   */
  public record Account(@Nullable Long balance, @Nullable Long version, List<String> foreign) {}

  /** The account as it stands. */
  public Account account(boolean journaled) {
    Object balance = subject.call(Command.GET, keys.balance());
    Long money = balance == null ? null : number(balance);
    if (!journaled) {
      return new Account(money, null, List.of());
    }
    Object counter = subject.call(Command.GET, keys.version());
    // A counter that is gone counts from 0 again, as INCR does.
    Long version = counter == null ? Long.valueOf(0) : number(counter);
    return new Account(
        money,
        version,
        version == null ? List.of("the version counter holds no number") : List.of());
  }

  private static @Nullable Long number(Object reply) {
    try {
      return Long.valueOf(Replies.text(reply));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The journal as it stands. */
  public JournalStream journal() {
    return new JournalStream(address, keys.journal());
  }

  /** Keeps the run checkable for a day; after that nothing of it is left in Redis. */
  public void close(RunSpec spec, Ending ending, List<Tally> tallies) {
    set(control, Order.specKey(spec.run()), json(RunFolder.spec(spec, ending)), KEPT_SECONDS);
    set(control, talliesKey(spec.run()), json(tallies), KEPT_SECONDS);
    for (String key : List.of(keys.balance(), keys.version(), keys.journal())) {
      subject.call(expiry(key, KEPT_SECONDS));
    }
  }

  /**
   * Reads a run's settings and tallies back.
   *
   * @throws UsageException if there is no such run
   */
  public Evidence read(String run) {
    Object spec = control.call(Command.GET, Order.specKey(run));
    Object tallies = control.call(Command.GET, talliesKey(run));
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
          RunFolder.tallies(Replies.text(tallies), "the tallies of the run '" + run + "'"));
    } catch (JsonProcessingException e) {
      throw new UsageException("the run '" + run + "' cannot be read: " + JsonProblem.reason(e));
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

  private static void set(Link link, String key, String value, long seconds) {
    link.call(Command.SET, key, value, "EX", Long.toString(seconds));
  }

  private static CommandArguments command(Command command, String... arguments) {
    return new CommandArguments(command).addObjects((Object[]) arguments);
  }

  private static String json(Object value) {
    try {
      return Json.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
