package dev.locklab.handoff;

import dev.locklab.redis.Link;
import dev.locklab.redis.Script;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
 * has confirmed for {@link #UNCONFIRMED_MICROS}, to a client whose channel nobody listens to, died
 * with that client, and is given to the next. A holder confirms long before that, so it would have
 * to lose its connection and be frozen in the same moment; and then its commit is refused.
 */
final class Protocol {

  /** How long a queue is kept that nobody looks at, and the last token; then time makes it rise. */
  private static final String KEPT_MILLIS = "3600000";

  /** For how long a grant stands that was not confirmed, once its client is gone. */
  private static final String UNCONFIRMED_MICROS = "25000";

  /** The cargo's keys come first and the commit's arguments do, so that nothing is copied. */
  private static final String NAMES =
      """
      local m, n, call = #KEYS, #ARGV, redis.call
      local H, Q, T = KEYS[m - 2], KEYS[m - 1], KEYS[m]
      local ID, LEASE = ARGV[n - 1], ARGV[n]
      """;

  private static final String LIBRARY =
      """
      local function load(K)
        %s
      end

      local function tokenAfter(last)
        local time = call('TIME')
        local token = time[1] * 1000000 + time[2]
        last = tonumber(last)
        return string.format('%%.0f', token > last and token or last + 1)
      end

      -- To the first in the queue who listens, or to the caller: what the caller is granted, and the
      -- token of whoever got it.
      local function grantNext(caller, last, cargo)
        local id = call('LPOP', Q)
        local token = id and tokenAfter(last)
        cargo = cargo or id and load(KEYS)
        while id do
          if id == caller then
            call('SET', H, id .. ' ' .. token, 'PX', LEASE)
            return token .. ' ' .. cargo, token
          end
          local channel = 'handoff:' .. string.match(id, '^[^:]+')
          if call('PUBLISH', channel, id .. ' waited ' .. token .. ' ' .. cargo) > 0 then
            call('SET', H, id .. ' ' .. token, 'PX', LEASE)
            return false, token
          end
          id = call('LPOP', Q)
        end
        call('SET', T, last, 'PX', %s)
        call('DEL', H)
        return false, last
      end
      """;

  /**
   * ARGV 1: {@code try} not to queue, {@code post} to get a grant by the channel as well; 2: {@code
   * first} if this attempt has not asked before, so that nothing of it can be there yet. Whoever
   * finds others queued and has not asked before joins them: they look after what is before them.
   */
  private static final String JOIN =
      """
      local mode, first = ARGV[1], ARGV[2] == 'first'
      if first and mode ~= 'try' then
        local length = call('RPUSHX', Q, ID)
        if length > 0 then
          return {0, length - 1, '0'}
        end
      end
      """;

  private static final String ENTER =
      """
      local function channel(id)
        return 'handoff:' .. string.match(id, '^[^:]+')
      end
      local held = call('GET', H)
      local last
      if held then
        local holder, token = string.match(held, '^(%S+) (%S+)$')
        if holder == ID then
          return {1, token .. ' ' .. load(KEYS)}
        end
        last = token
        if not first and call('PUBSUB', 'NUMSUB', channel(holder))[2] == 0
            and call('GET', T) ~= token then
          local time = call('TIME')
          held = time[1] * 1000000 + time[2] - token < UNCONFIRMED
        end
      else
        last = call('GET', T) or '0'
      end
      local function place()
        return call('LPOS', Q, ID) or -1
      end
      local function join()
        if mode ~= 'try' then
          if first or place() < 0 then
            call('RPUSH', Q, ID)
          end
          call('PEXPIRE', Q, KEPT)
        end
      end
      if held then
        join()
        return {0, place(), last}
      end
      if call('LLEN', Q) > 0 then
        join()
        local mine, token = grantNext(ID, last)
        if mine then
          return {1, mine}
        end
        if mode ~= 'try' or token ~= last then
          return {0, place(), token}
        end
      end
      local token = tokenAfter(last)
      local message = token .. ' ' .. load(KEYS)
      call('SET', H, ID .. ' ' .. token, 'PX', LEASE)
      if mode == 'post' then
        call('PUBLISH', channel(ID), ID .. ' free ' .. message)
      end
      return {1, message}
      """
          .replace("UNCONFIRMED", UNCONFIRMED_MICROS)
          .replace("KEPT", KEPT_MILLIS);

  /**
   * Before the last two arguments: the token; and before that the commit's. The result is not
   * wrapped into a list, which would be written by itself, after the reply to {@link #FIRST}.
   */
  private static final String RELEASE =
      """
      local token = ARGV[n - 2]
      if call('GET', H) ~= ID .. ' ' .. token then
        return false
      end
      local function commit(K, A)
        %s
      end
      local result, cargo = commit(KEYS, ARGV)
      grantNext(nil, token, cargo)
      return result
      """;

  private static final String CANCEL =
      """
      local held = call('GET', H)
      local holder, token = string.match(held or '', '^(%S+) (%S+)$')
      if holder == ID then
        grantNext(nil, token)
        return 1
      end
      call('LREM', Q, 0, ID)
      return 0
      """;

  /** ARGV 1: {@code extend} the lease, or only {@code confirm} the grant; 2: token. */
  private static final String RENEW =
      """
      if call('GET', H) ~= ID .. ' ' .. ARGV[2] then
        return 0
      end
      call('SET', T, ARGV[2], 'PX', KEPT)
      if ARGV[1] == 'extend' then
        call('PEXPIRE', H, LEASE)
      end
      return 1
      """
          .replace("KEPT", KEPT_MILLIS);

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

  Protocol(String name, Cargo cargo, long leaseMillis) {
    keys.addAll(cargo.keys());
    keys.addAll(List.of(name, name + ":queue", name + ":token"));
    this.lease = bytes(Long.toString(leaseMillis));
    String library = LIBRARY.formatted(cargo.load(), KEPT_MILLIS);
    // What is done most often comes before the functions that it does not need.
    this.enter = new Script(NAMES + JOIN + library + ENTER);
    this.commit = new Script(NAMES + library + RELEASE.formatted(cargo.commit()));
    this.release = new Script(NAMES + library + RELEASE.formatted(Cargo.NONE.commit()));
    this.cancel = new Script(NAMES + library + CANCEL);
    this.renew = new Script(NAMES + RENEW);
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
