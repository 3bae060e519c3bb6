package dev.locklab.incident;

import dev.locklab.account.Account;
import dev.locklab.account.AccountKeys;
import dev.locklab.account.CriticalSection;
import dev.locklab.account.Reading;
import dev.locklab.account.Update;
import dev.locklab.redis.Conditions;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.commands.ProtocolCommand;

/**
 * What an incident works with: the server, threads, further JVMs, an account to see what a lock is
 * worth, and conditions to wait for. Nothing of it is closed: it ends with its JVM, and so do the
 * JVMs that it starts.
 */
public final class Stage {

  /** How long is waited for what must come about. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String CLIENT = "locklab-incident";
  private static final Pattern BLOCKED = Pattern.compile("\\bflags=\\S*b");

  private final RedisAddress server;
  private final boolean remedied;
  private final Starter starter;
  private final Link link;
  private final AccountKeys keys;

  /** Starts a JVM of the same classes for a part of the incident. */
  public interface Starter {
    Process start(String part) throws IOException;
  }

  /**
   * A stage.
   *
   * @param remedied whether what {@link Incident#remedy} names is to be done
   */
  public Stage(Incident incident, RedisAddress server, boolean remedied, Starter starter) {
    this.server = server;
    this.remedied = remedied;
    this.starter = starter;
    this.keys = new AccountKeys(incident.name());
    this.link = server.ofKey(keys.balance()).link(CLIENT);
  }

  /** Where the server is; its keys are the incident's alone. */
  public RedisAddress server() {
    return server;
  }

  /** Whether what {@link Incident#remedy} names is to be done. */
  public boolean isRemedied() {
    return remedied;
  }

  /** A key that is in one slot with all others of the incident. */
  public String key(String name) {
    return keys.key(name);
  }

  /** A thread of that name. */
  public Actor actor(String name) {
    return new Actor(name);
  }

  /**
   * Starts a further JVM, which ends with this one at the latest.
   *
   * @param part what it is to do, as {@link Incident#play} knows it
   */
  public Process start(String part) throws IOException {
    return starter.start(part);
  }

  /** What the server says to that; of a cluster, the node that has the incident's keys. */
  public @Nullable Object call(ProtocolCommand command, String... arguments) {
    return link.call(command, arguments);
  }

  /** Whether the server has that key. */
  public boolean has(String key) {
    return Replies.number(link.call(Command.EXISTS, key)) == 1;
  }

  /** The keys that match a pattern. */
  public List<String> keys(String pattern) {
    List<?> found = link.list(new CommandArguments(Command.KEYS).add(pattern));
    return found.stream().map(Replies::text).toList();
  }

  /** The ids of the clients whose command the server has read and not begun yet. */
  public List<String> blockedClients() {
    return Replies.text(link.call(Command.CLIENT, "LIST"))
        .lines()
        .filter(line -> BLOCKED.matcher(line).find())
        .map(line -> line.replaceFirst(".*\\bid=(\\d+).*", "$1"))
        .toList();
  }

  /** How many milliseconds that key has left; -1 without an end, -2 where there is none. */
  public long millisLeft(String key) {
    return Replies.number(link.call(Command.PTTL, key));
  }

  /**
   * Waits for a condition. A server that does not answer meets none.
   *
   * @return whether it was met in that time
   */
  public boolean comesAbout(Duration patience, BooleanSupplier condition)
      throws InterruptedException {
    return Conditions.comesAbout(patience, condition);
  }

  /**
   * Waits for a condition that must come about.
   *
   * @throws Undecided if it is not met within {@link #PATIENCE}
   */
  public void await(String what, BooleanSupplier condition) throws InterruptedException {
    if (!comesAbout(PATIENCE, condition)) {
      throw new Undecided("waited in vain until " + what);
    }
  }

  /** Somebody enters what a lock protects and reads the balance. */
  public Visit enters(String who) {
    Account account = new Account(server.ofKey(keys.balance()).link(CLIENT), keys, true);
    return new Visit(who, account.enter(() -> {}));
  }

  /** Somebody's time in the critical section: what he has read, and what he writes of it. */
  public static final class Visit {

    private final String who;
    private final CriticalSection section;
    private final Reading saw;

    private Visit(String who, CriticalSection section) {
      this.who = who;
      this.section = section;
      this.saw = section.read();
    }

    /**
     * Adds to what was read, and writes that.
     *
     * @return how many writes of others this has overwritten unread; none under a lock that holds
     */
    public long adds(long amount) {
      long version =
          section.write(new Update(who, 0, 0, amount), saw, Math.addExact(saw.balance(), amount));
      return version - saw.version() - 1;
    }
  }
}
