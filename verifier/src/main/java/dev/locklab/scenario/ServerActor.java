package dev.locklab.scenario;

import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.redis.Link;
import dev.locklab.redis.Replies;
import dev.locklab.redis.StoreException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** A server of a scenario, as its script breaks it. */
public final class ServerActor {

  /** A key for nothing but to be written. */
  private static final String MARK = "locklab:scenario";

  private static final String ACKNOWLEDGED_MILLIS = "5000";

  private final Scene scene;
  private final EmbeddedRedis server;
  private final String name;

  ServerActor(Scene scene, EmbeddedRedis server, String name) {
    this.scene = scene;
    this.server = server;
    this.name = name;
  }

  /** Sends a command to it, past all that the network does. */
  public @Nullable Object call(Command command, String... arguments) {
    return call(server, command, arguments);
  }

  static @Nullable Object call(EmbeddedRedis server, Command command, String... arguments) {
    return call(server, new CommandArguments(command).addObjects((Object[]) arguments));
  }

  static @Nullable Object call(EmbeddedRedis server, CommandArguments command) {
    try (Link link = server.address().link("locklab-scenario")) {
      if (server.isClusterNode()) {
        // Else a replica would only say who its primary is.
        link.call(Command.READONLY);
      }
      return link.call(command);
    }
  }

  /**
   * Sends a command that is the fault.
   *
   * @return the reply; null also where faults are left out, and nothing was sent
   */
  public @Nullable Object breaks(String what, Command command, String... arguments) {
    return scene.fault(name, what) ? call(command, arguments) : null;
  }

  /** What tells this process of the server from any other. */
  String id() {
    return field("run_id");
  }

  /** Whether it is a primary. */
  public boolean isPrimary() {
    return field("role").equals("master");
  }

  /** Whether it is a replica that has what its primary has. */
  public boolean hasSynchronized() {
    return field("master_link_status").equals("up");
  }

  /** Whether it is a replica that hears nothing of its primary. */
  public boolean isCutOff() {
    return field("master_link_status").equals("down");
  }

  /** Whether it has that key itself. */
  public boolean has(String key) {
    try {
      return Long.valueOf(1).equals(call(Command.EXISTS, key));
    } catch (StoreException e) {
      return false;
    }
  }

  /** How many keys it has evicted. */
  public long evicted() {
    return Long.parseLong(field("evicted_keys"));
  }

  /** Gives it no more memory than it uses now, and that many bytes. */
  public void limitMemory(long spare) {
    long limit = Long.parseLong(field("used_memory")) + spare;
    call(Command.CONFIG, "SET", "maxmemory", Long.toString(limit));
  }

  /** Gives it as much memory as it wants. */
  public void unlimitMemory() {
    call(Command.CONFIG, "SET", "maxmemory", "0");
    scene.saw(name, "has memory enough again");
  }

  /** Whether a replica acknowledges all that has been written here up to now. */
  public boolean isReplicated() {
    try (Link link = server.address().link("locklab-scenario")) {
      // WAIT speaks of what its own link has written; what others wrote before goes ahead of that.
      link.call(Command.SET, MARK, "1");
      return Replies.number(link.call(Command.WAIT, "1", ACKNOWLEDGED_MILLIS)) > 0;
    }
  }

  /** Whether it takes no writes, though it answers. */
  public boolean refusesWrites() {
    try {
      call(Command.SET, MARK, "1");
      return false;
    } catch (StoreException e) {
      return e.fate() == StoreException.Fate.NOT_APPLIED && answers();
    }
  }

  private String field(String name) {
    Matcher line =
        Pattern.compile("(?m)^" + name + ":(\\S+)")
            .matcher(Replies.text(Objects.requireNonNull(call(Command.INFO))));
    return line.find() ? line.group(1) : "";
  }

  /** Whether it answers. */
  public boolean answers() {
    try (Link link = server.address().link("locklab-scenario")) {
      link.call(new CommandArguments(Command.PING));
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  /**
   * Kills it as a crash would, and starts it again at the same address.
   *
   * @throws NotBitten if the same process answers as before
   */
  public void restart() {
    String before = id();
    if (scene.fault(name, "is killed (SIGKILL) and started again")) {
      server.restart();
    }
    if (id().equals(before)) {
      throw new NotBitten(name + " is the same as before");
    }
  }

  /** Stops it where it stands (SIGSTOP). */
  public void freeze() throws InterruptedException {
    if (scene.fault(name, "is frozen (SIGSTOP)")) {
      scene.signals().freeze(server.server().pid());
      scene.await(name + " is frozen", this::isFrozen);
    }
  }

  /** Whether it stands still, as the system sees it. */
  public boolean isFrozen() {
    return Signals.isFrozen(server.server().pid());
  }

  /** Lets it go on (SIGCONT). */
  public void thaw() throws InterruptedException {
    scene.signals().thaw(server.server().pid());
    scene.saw(name, "is thawed (SIGCONT)");
  }
}
