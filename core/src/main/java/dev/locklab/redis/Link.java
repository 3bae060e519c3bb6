package dev.locklab.redis;

import dev.locklab.redis.StoreException.Fate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One connection of one thread. A command goes out once: after a failure the link reconnects for
 * the next command, and never repeats the last.
 *
 * <p>Failures are told apart by what they mean: see {@link StoreException}. Not thread safe.
 */
public final class Link implements AutoCloseable {

  private static final CommandArguments MULTI = new CommandArguments(Command.MULTI);
  private static final CommandArguments EXEC = new CommandArguments(Command.EXEC);
  private static final CommandArguments REPLY = clientReply("ON");
  private static final CommandArguments SKIP_REPLY = clientReply("SKIP");

  private final RedisAddress address;
  private final String clientName;
  private @Nullable Wire connection;

  /** Commands whose replies are still to come, ahead of any later command's. */
  private int unread;

  /** Whether the server can be told on this connection not to reply; null if not yet known. */
  private @Nullable Boolean canSkipReply;

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
    Wire open = connected();
    try {
      open.sendCommand(command);
      skipUnread(open);
      return open.getOne();
    } catch (JedisDataException e) {
      throw new StoreException(Fate.NOT_APPLIED, said(e), e);
    } catch (JedisException e) {
      drop();
      throw new StoreException(Fate.NO_REPLY, reason(e), e);
    }
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
   * Sends a command whose reply does not matter. Where the server lets this user say so, it does
   * not reply at all, which saves both sides much of the work; else the next call reads past it.
   *
   * @throws StoreException if it was not sent, or not wholly
   */
  public void send(CommandArguments command) {
    boolean skip = canSkipReply();
    Wire open = connected();
    try {
      if (skip) {
        open.sendCommand(SKIP_REPLY);
      } else {
        unread++;
      }
      open.sendCommand(command);
      open.push();
    } catch (JedisException e) {
      drop();
      throw new StoreException(Fate.NO_REPLY, reason(e), e);
    }
  }

  /** One that may not skip replies would get an error for a reply, among those that matter. */
  private boolean canSkipReply() {
    Boolean known = canSkipReply;
    if (known == null) {
      try {
        known = call(REPLY) != null;
      } catch (StoreException e) {
        if (connection == null) {
          throw e;
        }
        known = false;
      }
      canSkipReply = known;
    }
    return known;
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
    try {
      open.sendCommand(first);
      open.sendCommand(second);
      skipUnread(open);
      List<Object> replies = open.getMany(2);
      for (Object reply : replies) {
        if (reply instanceof JedisDataException e) {
          throw new StoreException(Fate.NOT_APPLIED, said(e), e);
        }
      }
      return replies;
    } catch (JedisException e) {
      drop();
      throw new StoreException(Fate.NO_REPLY, reason(e), e);
    }
  }

  /**
   * Sends the commands as one transaction in one round trip.
   *
   * @return the reply of EXEC: one reply a command, an error among them as {@link
   *     JedisDataException}
   * @throws StoreException if the transaction was not executed or got no reply
   */
  public List<?> transaction(CommandArguments... commands) {
    List<?> executed = watchedTransaction(commands);
    if (executed == null) {
      throw new StoreException(Fate.NOT_APPLIED, "the transaction was aborted");
    }
    return executed;
  }

  /**
   * The same after a WATCH on this link.
   *
   * @return the reply of EXEC, or null if a watched key had changed and nothing was executed
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
      skipUnread(open);
      replies = open.getMany(commands.length + 2);
    } catch (JedisException e) {
      drop();
      throw new StoreException(Fate.NO_REPLY, reason(e), e);
    }
    if (replies.get(commands.length + 1) instanceof List<?> executed) {
      return executed;
    }
    // The first error says what was wrong; EXEC itself only says that something was.
    for (Object reply : replies) {
      if (reply instanceof JedisDataException e) {
        throw new StoreException(Fate.NOT_APPLIED, said(e), e);
      }
    }
    return null;
  }

  /** Ends the connection; the next command would open a new one. */
  @Override
  public void close() {
    drop();
  }

  private void skipUnread(Wire open) {
    if (unread > 0) {
      open.getMany(unread);
      unread = 0;
    }
  }

  private Wire connected() {
    Wire open = connection;
    if (open == null) {
      try {
        open = address.connect(clientName);
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
    unread = 0;
    canSkipReply = null;
    if (open != null) {
      try {
        open.close();
      } catch (JedisConnectionException e) {
        // It is being thrown away: what it still has to say does not matter.
      }
    }
  }

  private static CommandArguments clientReply(String how) {
    return new CommandArguments(Command.CLIENT).add("REPLY").add(how);
  }

  private static String said(JedisException e) {
    String message = Errors.rootMessage(e);
    return message.startsWith("NOAUTH")
        ? "it wants a password; put it into the URL or into LOCKLAB_REDIS_PASSWORD"
        : message;
  }

  private String reason(JedisException e) {
    return said(e) + " (" + address + ")";
  }
}
