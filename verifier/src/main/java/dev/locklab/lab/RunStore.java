package dev.locklab.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.locklab.account.AccountKeys;
import dev.locklab.account.JournalEntry;
import dev.locklab.audit.Evidence;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * What a run has in Redis: the account and its journal at the subject, its settings at the control.
 */
final class RunStore implements AutoCloseable {

  /** How long a run can still be checked in Redis. */
  private static final long KEPT_SECONDS = 24 * 60 * 60;

  private static final int PAGE = 2_000;

  private final Link subject;
  private final Link control;
  private final AccountKeys keys;

  RunStore(RedisAddress subject, RedisAddress control, String run) {
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
   * Ends connections of workers that are gone, so that nothing of theirs can still arrive.
   *
   * @return why that could not be done, or null
   */
  @Nullable String endConnections(String run, List<String> workers) {
    try {
      String list = Replies.text(call(subject, Command.CLIENT, "LIST"));
      for (String client : list.lines().toList()) {
        for (String worker : workers) {
          if (client.contains(" name=locklab-" + run + "-" + worker + " ")) {
            String id = client.substring(client.indexOf('=') + 1, client.indexOf(' '));
            try {
              call(subject, Command.CLIENT, "KILL", "ID", id);
            } catch (StoreException e) {
              // It ended by itself in the meantime.
            }
          }
        }
      }
      return null;
    } catch (StoreException e) {
      return "connections of dead workers could not be ended: " + Errors.rootMessage(e);
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

  /**
   * Copies the journal.
   *
   * @return what is wrong with it, or null
   */
  @Nullable String copyJournal(RunFolder.JournalWriter out) throws IOException {
    long version = 0;
    String from = "-";
    while (true) {
      List<?> page =
          subject.list(
              new CommandArguments(Command.XRANGE)
                  .add(keys.journal())
                  .add(from)
                  .add("+")
                  .add("COUNT")
                  .add(PAGE));
      for (Object entry : page) {
        List<?> pair = (List<?>) entry;
        List<byte[]> fields = new ArrayList<>();
        for (Object field : (List<?>) pair.get(1)) {
          fields.add((byte[]) field);
        }
        version++;
        try {
          out.write(JournalEntry.parse(version, fields));
        } catch (IllegalArgumentException e) {
          return Errors.rootMessage(e);
        }
        from = after(Replies.text(pair.get(0)));
      }
      if (page.size() < PAGE) {
        return null;
      }
    }
  }

  /** The smallest id after that one; exclusive ranges are not known to servers before 6.2. */
  private static String after(String id) {
    int dash = id.indexOf('-');
    return id.substring(0, dash + 1) + (Long.parseUnsignedLong(id.substring(dash + 1)) + 1);
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
          List.of(),
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
