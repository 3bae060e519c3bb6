package dev.locklab.handoff;

import dev.locklab.redis.Link;
import dev.locklab.redis.LuaSource;
import dev.locklab.redis.Script;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * The scripts of the lock, and what they answer.
 *
 * <p>Keys are the holder record ({@code id token}, expiring with the lease), the queue of ids, the
 * last token, and those of the cargo. An id is {@code client:lock.attempt}; grants are published to
 * the channel {@code handoff:client}, which the client listens to. Ids are per attempt, so a grant
 * that comes too late for one attempt is not taken for the next one's.
 *
 * <p>A token is the server's time in microseconds, or one above the last where that is larger: it
 * rises also over a failover to a replica that does not know the last one. The last token has a key
 * of its own for when there is no holder record.
 *
 * <p>A grant is confirmed once its token is the last token's key: by its renewal. One that nobody
 * has confirmed for 25 ms, to a client whose channel nobody listens to, died with that client, and
 * is given to the next. A holder confirms long before that, so it would have to lose its connection
 * and be frozen in the same moment; and then its commit is refused.
 */
final class Protocol {

  /**
   * Of no interest, but a reply to it lets the server write the grant before the release's reply.
   */
  private static final CommandArguments FIRST = new CommandArguments(Command.PING);

  private final List<String> keys = new ArrayList<>();
  private final byte[] lease;
  private final Script enter;
  private final Script release;
  private final Script commit;
  private final Script cancel;
  private final Script renew;

  Protocol(String name, Payload cargo, long leaseMillis) {
    keys.addAll(cargo.keys());
    keys.addAll(List.of(name, name + ":queue", name + ":token"));
    this.lease = bytes(Long.toString(leaseMillis));
    // What is done most often comes before the functions that it does not need.
    this.enter = script("enter", cargo);
    this.commit = script("release", cargo);
    this.release =
        script("release", new Payload(cargo.load(), Payload.NONE.commit(), cargo.keys()));
    this.cancel = script("cancel", cargo);
    this.renew = script("renew", cargo);
  }

  private static Script script(String name, Payload cargo) {
    return new Script(
        LuaSource.read(
            Protocol.class, name, Map.of("load", cargo.load(), "commit", cargo.commit())));
  }

  /** The channel on which a client is told of its grants. */
  static String channel(String client) {
    return "handoff:" + client;
  }

  /** How an attempt enters. */
  enum Mode {
    /** Not at all if it would have to wait. */
    TRY,
    /** Told at once if it is granted, else queued. */
    ASK,
    /** The same, and told by the channel in any case. */
    POST
  }

  /**
   * What enter answered.
   *
   * @param grant the grant; absent if the lock is somebody else's
   * @param place how many are before this attempt in the queue
   * @param token of the present holder; 0 if that was not looked at
   */
  record Entered(@Nullable Grant grant, long place, long token) {}

  /** A grant: the fencing token and what the cargo loaded. */
  record Grant(long token, String cargo) {
    static Grant parse(String text) {
      int space = text.indexOf(' ');
      return new Grant(Long.parseLong(text.substring(0, space)), text.substring(space + 1));
    }
  }

  /**
   * A message that grants the lock.
   *
   * @param id to which attempt
   * @param waited whether it was handed on, rather than free
   */
  record Message(String id, boolean waited, Grant grant) {
    static Message parse(byte[] message) {
      String text = string(message);
      int afterId = text.indexOf(' ');
      int afterHow = text.indexOf(' ', afterId + 1);
      return new Message(
          text.substring(0, afterId),
          text.startsWith("waited", afterId + 1),
          Grant.parse(text.substring(afterHow + 1)));
    }
  }

  /** Asks, and is told. */
  Entered enter(Link link, String id, Mode mode, boolean first) {
    List<?> answer = list(enter.call(link, keys, arguments(id, mode, first)));
    return Long.valueOf(1).equals(answer.get(0))
        ? new Entered(Grant.parse(string(answer.get(1))), 0, 0)
        : new Entered(null, (Long) answer.get(1), Long.parseLong(string(answer.get(2))));
  }

  /** Asks for the first time and does not wait for the answer: the grant comes by the channel. */
  void post(Link link, String id) {
    enter.send(link, keys, arguments(id, Mode.POST, true));
  }

  /**
   * Releases, writing first.
   *
   * @param awaited whether somebody is likely to wait for the lock
   * @return what the commit returned; null if the lock was not held any more and nothing was
   *     written
   */
  @Nullable Object commit(
      Link link, String id, long token, boolean awaited, List<byte[]> arguments) {
    return call(commit, link, awaited, withToken(id, token, arguments));
  }

  /** Releases; false if the lock was not held any more. */
  boolean release(Link link, String id, long token, boolean awaited) {
    return call(release, link, awaited, withToken(id, token, List.of())) != null;
  }

  private @Nullable Object call(Script script, Link link, boolean awaited, List<byte[]> arguments) {
    return awaited
        ? script.callBehind(link, FIRST, keys, arguments)
        : script.call(link, keys, arguments);
  }

  /** Leaves the queue; a grant that has come meanwhile is passed on. */
  void cancel(Link link, String id) {
    cancel.call(link, keys, List.of(bytes(id), lease));
  }

  /**
   * Confirms a grant.
   *
   * @param extend whether the lease begins anew
   * @return false if the lock was not held any more
   */
  boolean renew(Link link, String id, long token, boolean extend) {
    List<byte[]> how = List.of(bytes(extend ? "extend" : "confirm"));
    return Long.valueOf(1).equals(renew.call(link, keys, withToken(id, token, how)));
  }

  private List<byte[]> arguments(String id, Mode mode, boolean first) {
    return List.of(
        bytes(mode.name().toLowerCase(Locale.ROOT)),
        bytes(first ? "first" : "again"),
        bytes(id),
        lease);
  }

  private List<byte[]> withToken(String id, long token, List<byte[]> before) {
    List<byte[]> all = new ArrayList<>(before.size() + 3);
    all.addAll(before);
    all.add(bytes(Long.toString(token)));
    all.add(bytes(id));
    all.add(lease);
    return all;
  }

  private static List<?> list(@Nullable Object reply) {
    if (reply instanceof List<?> list) {
      return list;
    }
    throw new IllegalStateException("a script of the lock's answered without a list");
  }

  private static String string(Object reply) {
    return new String((byte[]) reply, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
