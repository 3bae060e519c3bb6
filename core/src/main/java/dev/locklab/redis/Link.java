package dev.locklab.redis;

import dev.locklab.redis.StoreException.Fate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * One connection of one thread. A command goes out once: after a failure the link reconnects for
 * the next command, and never repeats the last.
 *
 * <p>A node of a cluster that says where a key is has executed nothing, so going there is no
 * repetition. Failures are told apart by what they mean: see {@link StoreException}. Not thread
 * safe.
 */
public final class Link implements AutoCloseable {

  private static final CommandArguments MULTI = new CommandArguments(Command.MULTI);
  private static final CommandArguments EXEC = new CommandArguments(Command.EXEC);
  private static final CommandArguments ASKING = new CommandArguments(Command.ASKING);

  /**
   * How often a command is sent on by one node to another before that counts as going in circles.
   */
  static final int MOST_HOPS = 5;

  /** Between two attempts at keys that are on the way from one node to another. */
  private static final int MOVING_MILLIS = 2;

  private final RedisAddress address;
  private final String clientName;
  private @Nullable Wire connection;

  /** Where a node of the cluster has sent this link; null where it has not. */
  private @Nullable HostAndPort sentTo;

  Link(RedisAddress address, String clientName) {
    this.address = address;
    this.clientName = clientName;
  }

  /**
   * Sends a command and waits for its reply.
   *
   * @return the reply as Jedis reads it (bytes, a number, a list), null for a nil
   * @throws StoreException if it was not sent, answered with an error, or got no reply
   */
  public @Nullable Object call(CommandArguments command) {
    long deadline = System.nanoTime() + RedisAddress.REPLY_TIMEOUT.toNanos();
    while (true) {
      try {
        return attempt(command);
      } catch (StoreException e) {
        // The keys of a slot that is being moved are on two nodes for a moment.
        if (!isBetweenNodes(e.getMessage()) || System.nanoTime() > deadline || !pause()) {
          throw e;
        }
      }
    }
  }

  static boolean isBetweenNodes(@Nullable String error) {
    return error != null && error.startsWith("TRYAGAIN");
  }

  static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(MOVING_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private @Nullable Object attempt(CommandArguments command) {
    for (int hops = 0; ; hops++) {
      Wire open = connected();
      try {
        open.sendCommand(command);
        return open.getOne();
      } catch (JedisAskDataException e) {
        return asking(e.getTargetNode(), command);
      } catch (JedisDataException e) {
        if (!follows(e, hops)) {
          throw notApplied(e);
        }
      } catch (JedisException e) {
        drop();
        throw new StoreException(Fate.NO_REPLY, reason(e), e);
      }
    }
  }

  /** Calls the node to which a slot is just being moved; the next command may be the old one's. */
  @Nullable Object asking(HostAndPort node, CommandArguments command) {
    Wire there;
    try {
      there = address.connect(node, clientName);
    } catch (JedisException e) {
      throw new StoreException(Fate.NOT_APPLIED, reason(e), e);
    }
    try (there) {
      there.executeCommand(ASKING);
      return there.executeCommand(command);
    } catch (JedisDataException e) {
      throw new StoreException(Fate.NOT_APPLIED, said(e), e);
    } catch (JedisException e) {
      throw new StoreException(Fate.NO_REPLY, reason(e), e);
    }
  }

  /** Whether an error only says where the key is; the next connection goes there. */
  private boolean follows(JedisDataException e, int hops) {
    if (!address.isMoving() || hops >= MOST_HOPS || !(e instanceof JedisMovedDataException moved)) {
      return false;
    }
    drop();
    sentTo = moved.getTargetNode();
    return true;
  }

  /** A server that has become a replica stays connected; the next command asks who it is now. */
  private StoreException notApplied(JedisDataException e) {
    if (address.isMoving() && String.valueOf(e.getMessage()).startsWith("READONLY")) {
      drop();
    }
    return new StoreException(Fate.NOT_APPLIED, said(e), e);
  }

  /**
   * Sends a command of texts and waits for its reply.
   *
   * @throws StoreException as {@link #call(CommandArguments)} does
   */
  public @Nullable Object call(ProtocolCommand command, String... arguments) {
    CommandArguments all = new CommandArguments(command);
    for (String argument : arguments) {
      all.add(argument);
    }
    return call(all);
  }

  /**
   * Sends a command whose reply is a list, and waits for it.
   *
   * @throws StoreException as {@link #call(CommandArguments)} does, and if the reply is something
   *     else
   */
  public List<?> list(CommandArguments command) {
    if (call(command) instanceof List<?> list) {
      return list;
    }
    throw new StoreException(Fate.NOT_APPLIED, "the store answered without a list");
  }

  /**
   * Sends two commands in one round trip and waits for both replies.
   *
   * @return both replies
   * @throws StoreException as {@link #call(CommandArguments)} does; if the first was answered with
   *     an error, that one
   */
  public List<Object> callBoth(CommandArguments first, CommandArguments second) {
    Wire open = connected();
    List<Object> replies;
    try {
      open.sendCommand(first);
      open.sendCommand(second);
      replies = open.getMany(2);
    } catch (JedisException e) {
      drop();
      throw new StoreException(Fate.NO_REPLY, reason(e), e);
    }
    JedisDataException refused = firstError(replies);
    if (refused == null) {
      return replies;
    }
    if (address.isMoving() && replies.stream().allMatch(Link::isElsewhere)) {
      // Neither was executed, and each finds its own way.
      return Arrays.asList(call(first), call(second));
    }
    throw notApplied(refused);
  }

  private static boolean isElsewhere(Object reply) {
    return reply instanceof JedisRedirectionException
        || (reply instanceof JedisDataException e && isBetweenNodes(e.getMessage()));
  }

  private static @Nullable JedisDataException firstError(List<Object> replies) {
    for (Object reply : replies) {
      if (reply instanceof JedisDataException e) {
        return e;
      }
    }
    return null;
  }

  /**
   * Sends the commands as one transaction in one round trip.
   *
   * @return the reply of EXEC: one reply a command, an error among them as {@link
   *     JedisDataException}
   * @throws StoreException if the transaction was not executed or got no reply
   */
  public List<?> transaction(CommandArguments... commands) {
    for (int hops = 0; hops <= MOST_HOPS; hops++) {
      HostAndPort before = sentTo;
      List<?> executed = watchedTransaction(commands);
      if (executed != null) {
        return executed;
      }
      if (Objects.equals(before, sentTo)) {
        break;
      }
    }
    throw new StoreException(Fate.NOT_APPLIED, "the transaction was aborted");
  }

  /**
   * The same after a WATCH on this link.
   *
   * @return the reply of EXEC, or null if nothing was executed as a watched key had changed, or has
   *     moved to another node of the cluster
   * @throws StoreException if the transaction was not executed for another reason, or got no reply
   */
  public @Nullable List<?> watchedTransaction(CommandArguments... commands) {
    Wire open = connected();
    List<Object> replies;
    try {
      open.sendCommand(MULTI);
      for (CommandArguments command : commands) {
        open.sendCommand(command);
      }
      open.sendCommand(EXEC);
      replies = open.getMany(commands.length + 2);
    } catch (JedisException e) {
      drop();
      throw new StoreException(Fate.NO_REPLY, reason(e), e);
    }
    if (replies.get(commands.length + 1) instanceof List<?> executed) {
      return executed;
    }
    // The first error says what was wrong; EXEC itself only says that something was.
    JedisDataException refused = firstError(replies);
    if (refused != null && !follows(refused, 0)) {
      throw notApplied(refused);
    }
    return null;
  }

  /** Ends the connection; the next command would open a new one. */
  @Override
  public void close() {
    drop();
  }

  private Wire connected() {
    Wire open = connection;
    if (open == null) {
      HostAndPort there = sentTo;
      // If it is not to be had, whoever is asked next knows better.
      sentTo = null;
      try {
        open = address.connect(there, clientName);
        sentTo = there;
        connection = open;
      } catch (JedisException e) {
        throw new StoreException(Fate.NOT_APPLIED, reason(e), e);
      }
    }
    return open;
  }

  private void drop() {
    Wire open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (JedisConnectionException e) {
        // It is being thrown away: what it still has to say does not matter.
      }
    }
  }

  static CommandArguments clientReply(String how) {
    return new CommandArguments(Command.CLIENT).add("REPLY").add(how);
  }

  static String said(JedisException e) {
    String message = Errors.rootMessage(e);
    return message.startsWith("NOAUTH")
        ? "it wants a password; put it into the URL or into LOCKLAB_REDIS_PASSWORD"
        : message;
  }

  private String reason(JedisException e) {
    return said(e) + " (" + address + ")";
  }
}
