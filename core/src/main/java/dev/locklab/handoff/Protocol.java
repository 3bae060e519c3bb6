package dev.locklab.handoff;

import dev.locklab.redis.LuaSource;
import dev.locklab.redis.Pipeline;
import dev.locklab.redis.Replies;
import dev.locklab.redis.Script;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * The scripts of the lock, and what they answer.
 *
 * <p>Keys are the holder record ({@code id token}, expiring with the lease), the queue of ids, the
 * last token, and those of the cargo. An id is {@code client:request}; grants are published to the
 * channel {@code handoff:client}, which the client listens to. Ids are per request, so a grant that
 * comes too late for one is not taken for the next one's.
 *
 * <p>A token is the server's time in microseconds, or one above the last where that is larger: it
 * rises also over a failover to a replica that does not know the last one. The last token has a key
 * of its own for when there is no holder record.
 *
 * <p>A grant is confirmed once its token is the last token's key. One that is told by a message and
 * not confirmed by the {@linkplain Confirmation deadline} is passed on by whoever gave it.
 */
final class Protocol {

  private static final String QUEUE = ":queue";
  private static final String TOKEN = ":token";
  private static final String NONE = "0";

  /** No token is as small. */
  static final long SPARED = 1;

  /**
   * Of no interest, but a reply to it lets the server write the grant before the release's reply.
   */
  private static final CommandArguments FIRST = new CommandArguments(Command.PING);

  private final List<String> keys = new ArrayList<>();
  private final byte[] lease;
  private final Scripts scripts;

  /** They differ by what the lock carries alone, of which there are few. */
  private static final Map<List<String>, Scripts> KNOWN = new ConcurrentHashMap<>();

  private record Scripts(Script enter, Script serve, Script cancel, Script renew, Script check) {}

  /**
   * @throws IllegalArgumentException if the name ends like the keys beside a lock's
   */
  Protocol(String name, Payload cargo, long leaseMillis) {
    for (String taken : List.of(QUEUE, TOKEN)) {
      if (name.isEmpty() || name.endsWith(taken)) {
        throw new IllegalArgumentException(
            "a lock cannot be called '%s': %s"
                .formatted(
                    name,
                    name.isEmpty()
                        ? "a name has at least one character"
                        : "names that end in %s are for the keys beside a lock".formatted(taken)));
      }
    }
    keys.addAll(cargo.keys());
    keys.addAll(List.of(name, name + QUEUE, name + TOKEN));
    this.lease = bytes(Long.toString(leaseMillis));
    this.scripts =
        KNOWN.computeIfAbsent(
            List.of(cargo.load(), cargo.commit()),
            none ->
                new Scripts(
                    script("enter", cargo),
                    script("serve", cargo),
                    script("cancel", cargo),
                    script("renew", cargo),
                    script("check", cargo)));
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

  /** How a request enters. */
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
   * @param place how many are before this request in the queue; where it was granted, behind it
   * @param token of the present holder; 0 if that was not looked at
   * @param granted whether this call has given the lock to that holder
   * @param leftMillis of the holder's lease; 0 or less if that was not looked at
   */
  record Entered(@Nullable Grant grant, long place, long token, boolean granted, long leftMillis) {}

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
   * @param id to which request
   * @param waited whether it was handed on, rather than free
   * @param lock the lock's name
   */
  record Message(String id, boolean waited, String lock, Grant grant) {

    /**
     * Reads a message.
     *
     * @throws IndexOutOfBoundsException if it is none
     * @throws NumberFormatException if it is none
     */
    static Message parse(byte[] message) {
      // Its length counts bytes, so that a name of any characters is found again.
      String text = new String(message, StandardCharsets.ISO_8859_1);
      int afterId = text.indexOf(' ');
      int afterHow = text.indexOf(' ', afterId + 1);
      int afterToken = text.indexOf(' ', afterHow + 1);
      int afterLength = text.indexOf(' ', afterToken + 1);
      int afterName =
          afterLength + 1 + Integer.parseInt(text.substring(afterToken + 1, afterLength));
      return new Message(
          text.substring(0, afterId),
          text.startsWith("waited", afterId + 1),
          utf8(text.substring(afterLength + 1, afterName)),
          new Grant(
              Long.parseLong(text.substring(afterHow + 1, afterToken)),
              utf8(text.substring(afterName + 1))));
    }

    private static String utf8(String bytes) {
      return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
  }

  /**
   * What a tenure's holders have written, or why not.
   *
   * @param results one for each commit; an error for the last if it wrote nothing
   * @param again the grant that the client was given anew, where the lock was handed on
   * @param granted the token of whoever was granted; 0 if nobody was
   * @param waiting how many are queued behind a client that was given the lock anew
   */
  record Served(List<Object> results, @Nullable Grant again, long granted, long waiting) {}

  /** Asks, and is told. */
  Entered enter(Pipeline pipeline, String id, Mode mode, boolean first) {
    List<?> answer = list(scripts.enter().call(pipeline, keys, arguments(id, mode, first)));
    return Long.valueOf(1).equals(answer.get(0))
        ? new Entered(Grant.parse(Replies.text(answer.get(1))), (Long) answer.get(2), 0, false, 0)
        : new Entered(
            null,
            (Long) answer.get(1),
            Long.parseLong(Replies.text(answer.get(2))),
            Long.valueOf(1).equals(answer.get(3)),
            (Long) answer.get(4));
  }

  /** Asks for the first time and does not wait for the answer: the grant comes by the channel. */
  void post(Pipeline pipeline, String id) {
    scripts.enter().post(pipeline, keys, arguments(id, Mode.POST, true));
  }

  /** What a call of {@link #serve} is to do. */
  enum End {
    KEEP,
    EXTEND,
    RELEASE
  }

  /** A call of serve that was sent. */
  final class Serving {

    private final int commits;
    private final boolean released;
    private final long last;
    private final List<byte[]> arguments;
    private final Pipeline pipeline;
    private final Pipeline.Reply reply;

    private Serving(
        Pipeline pipeline,
        int commits,
        End how,
        long last,
        boolean awaited,
        List<byte[]> arguments) {
      this.pipeline = pipeline;
      this.commits = commits;
      this.released = how == End.RELEASE;
      this.last = last;
      this.arguments = arguments;
      this.reply = scripts.serve().send(pipeline, awaited ? FIRST : null, keys, arguments);
    }

    /**
     * Waits for the answer.
     *
     * @return null if the lock was not held any more, and nothing was written
     */
    @Nullable Served await() {
      Object answer = scripts.serve().await(pipeline, reply, keys, arguments);
      if (answer == null) {
        return null;
      }
      List<Object> results = new ArrayList<>(list(answer));
      if (!released || results.size() < commits + 3) {
        return new Served(results, null, 0, 0);
      }
      long waiting = (Long) results.remove(commits + 2);
      long granted = Long.parseLong(Replies.text(results.remove(commits + 1)));
      String again = Replies.text(results.remove(commits));
      return new Served(
          results,
          again.isEmpty() ? null : Grant.parse(again),
          granted == last ? 0 : granted,
          waiting);
    }
  }

  /**
   * Sends commits, which are written if the lock is still held.
   *
   * @param last the last token that was given under this grant
   * @param awaited whether somebody is likely to wait for the lock
   * @param again the id with which the client waits for it again; empty for none
   * @param join whether that id is still to be queued
   * @param commits the arguments of each, equally many
   */
  Serving serve(
      Pipeline pipeline,
      String id,
      long token,
      long last,
      End how,
      boolean awaited,
      String again,
      boolean join,
      List<List<byte[]>> commits) {
    int size = commits.isEmpty() ? 0 : commits.get(0).size();
    List<byte[]> all = new ArrayList<>(commits.size() * size + 8);
    commits.forEach(all::addAll);
    all.add(bytes(Integer.toString(commits.size())));
    all.add(bytes(Integer.toString(size)));
    all.add(bytes(name(how)));
    all.add(bytes(again));
    all.add(bytes(join ? "join" : "joined"));
    all.add(bytes(Long.toString(last)));
    all.add(bytes(Long.toString(token)));
    all.add(bytes(id));
    all.add(lease);
    return new Serving(pipeline, commits.size(), how, last, awaited, all);
  }

  /**
   * Leaves the queue; a grant that has come meanwhile is passed on.
   *
   * @return the token of whoever it was passed on to; 0 for nobody
   */
  long cancel(Pipeline pipeline, String id) {
    return token(scripts.cancel().call(pipeline, keys, List.of(bytes(id), lease)));
  }

  /**
   * Confirms a grant.
   *
   * @param extend whether the lease begins anew
   * @return the server's time in microseconds; 0 if the lock was not held any more
   */
  long renew(Pipeline pipeline, String id, long token, boolean extend) {
    List<byte[]> how =
        List.of(
            bytes(name(extend ? End.EXTEND : End.KEEP)),
            bytes(Long.toString(token)),
            bytes(id),
            lease);
    return Replies.number(scripts.renew().call(pipeline, keys, how));
  }

  /** Confirms a grant and does not wait for the answer. */
  void confirm(Pipeline pipeline, String id, long token) {
    List<byte[]> how =
        List.of(bytes(name(End.KEEP)), bytes(Long.toString(token)), bytes(id), lease);
    scripts.renew().post(pipeline, keys, how);
  }

  /**
   * Passes a grant on that was not confirmed.
   *
   * @param token that this client gave
   * @param spares whether it is let stand while its client is subscribed
   * @return the token of whoever it was passed on to; {@link #SPARED}, or 0 if there was nothing to
   *     do
   */
  long check(Pipeline pipeline, long token, boolean spares) {
    List<byte[]> all =
        List.of(bytes(Long.toString(token)), bytes(spares ? "gone" : "any"), bytes(NONE), lease);
    return token(scripts.check().call(pipeline, keys, all));
  }

  private static long token(@Nullable Object reply) {
    return Long.parseLong(Replies.text(reply));
  }

  private List<byte[]> arguments(String id, Mode mode, boolean first) {
    return List.of(bytes(name(mode)), bytes(first ? "first" : "again"), bytes(id), lease);
  }

  private static String name(Enum<?> how) {
    return how.name().toLowerCase(Locale.ROOT);
  }

  private static List<?> list(@Nullable Object reply) {
    if (reply instanceof List<?> list) {
      return list;
    }
    throw new IllegalStateException("a script of the lock's answered without a list");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
