package dev.locklab.handoff;

import dev.locklab.redis.Link;
import dev.locklab.redis.Script;
import dev.locklab.redis.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * The scripts of the lock, and what they answer.
 *
 * <p>Keys are the holder record ({@code id token}, expiring with the lease), the queue of ids, the
 * last token, and those of the cargo. An id is {@code client:attempt}; its inbox is the lock's
 * name, {@code :in:} and the id, which the hash tag keeps in the same slot. Ids are per attempt, so
 * a grant that comes too late for one attempt is not taken for the next one's.
 *
 * <p>A token is the server's time in microseconds, or one above the last where that is larger: it
 * rises also over a failover to a replica that does not know the last one.
 */
final class Protocol {

  /** How long the last token is remembered; after that the time alone makes tokens rise. */
  private static final String TOKEN_KEPT_MILLIS = "3600000";

  private static final String LIBRARY =
      """
      local H, Q, T = KEYS[1], KEYS[2], KEYS[3]
      local ID, PREFIX, LEASE = ARGV[1], ARGV[2], ARGV[3]
      local function load(K)
        %s
      end
      local CARGO = {unpack(KEYS, 4)}

      local function alive(id)
        if id == ID then return true end
        return redis.call('PUBSUB', 'NUMSUB', 'handoff:' .. string.match(id, '^[^:]+'))[2] > 0
      end

      local function lastToken()
        return redis.call('GET', T) or '0'
      end

      local function grant(id, last, cargo)
        local time = redis.call('TIME')
        local token = time[1] * 1000000 + time[2]
        last = tonumber(last)
        if token <= last then token = last + 1 end
        token = string.format('%%.0f', token)
        redis.call('SET', T, token, 'PX', %s)
        redis.call('SET', H, id .. ' ' .. token, 'PX', LEASE)
        return token .. ' ' .. (cargo or load(CARGO))
      end

      local function post(id, message)
        redis.call('RPUSH', PREFIX .. id, message)
        redis.call('PEXPIRE', PREFIX .. id, LEASE)
      end

      local function grantNext(last, cargo)
        while true do
          local id = redis.call('LPOP', Q)
          if not id then
            redis.call('DEL', H)
            return nil
          end
          if alive(id) then
            post(id, grant(id, last, cargo))
            return id
          end
        end
      end
      """;

  /**
   * ARGV 4: {@code try} not to queue, {@code post} to get a grant by the inbox in any case; 5:
   * {@code first} if this attempt has not asked before, so that nothing of it can be there yet.
   */
  private static final String ENTER =
      """
      local first = ARGV[5] == 'first'
      if not first then
        -- Whatever lies in the inbox is outdated, or is told anew below.
        redis.call('DEL', PREFIX .. ID)
      end
      local function granted(message)
        if ARGV[4] == 'post' then
          post(ID, message)
        end
        return {1, message}
      end
      local held = redis.call('GET', H)
      if held and first and ARGV[4] ~= 'try' then
        return {0, redis.call('RPUSH', Q, ID) - 1}
      end
      if held then
        local holder, token = string.match(held, '^(%S+) (%S+)$')
        if holder == ID then
          return granted(token .. ' ' .. load(CARGO))
        end
        if redis.call('EXISTS', PREFIX .. holder) == 1 and not alive(holder) then
          redis.call('DEL', PREFIX .. holder)
          held = false
        end
      end
      if not held and redis.call('LLEN', Q) == 0 then
        return granted(grant(ID, lastToken()))
      end
      local place = not first and redis.call('LPOS', Q, ID)
      if not place and ARGV[4] ~= 'try' then
        place = redis.call('RPUSH', Q, ID) - 1
      end
      if not held then
        if grantNext(lastToken()) == ID then
          return granted(redis.call('LPOP', PREFIX .. ID))
        end
        if ARGV[4] == 'try' and redis.call('EXISTS', H) == 0 then
          return granted(grant(ID, lastToken()))
        end
        place = place and math.max(place - 1, 0)
      end
      return {0, place or -1}
      """;

  /** ARGV 4: token; the rest are the commit's. */
  private static final String RELEASE =
      """
      if redis.call('GET', H) ~= ID .. ' ' .. ARGV[4] then
        return {0}
      end
      local function commit(K, A)
        %s
      end
      local result, cargo = commit(CARGO, {unpack(ARGV, 5)})
      grantNext(ARGV[4], cargo)
      return {1, result}
      """;

  private static final String CANCEL =
      """
      redis.call('DEL', PREFIX .. ID)
      local held = redis.call('GET', H)
      if held and string.match(held, '^%S+') == ID then
        grantNext(lastToken())
        return 1
      end
      redis.call('LREM', Q, 0, ID)
      return 0
      """;

  private static final String WAKE = "post(ID, '')";

  private static final String RENEW =
      """
      if redis.call('GET', H) ~= ID .. ' ' .. ARGV[4] then
        return 0
      end
      return redis.call('PEXPIRE', H, LEASE)
      """;

  private final List<String> keys = new ArrayList<>();
  private final String prefix;
  private final String lease;
  private final Script enter;
  private final Script release;
  private final Script commit;
  private final Script cancel;
  private final Script renew;
  private final Script wake;

  Protocol(String name, Cargo cargo, long leaseMillis) {
    keys.addAll(List.of(name, name + ":queue", name + ":token"));
    keys.addAll(cargo.keys());
    this.prefix = name + ":in:";
    this.lease = Long.toString(leaseMillis);
    String library = LIBRARY.formatted(cargo.load(), TOKEN_KEPT_MILLIS);
    this.enter = new Script(library + ENTER);
    this.commit = new Script(library + RELEASE.formatted(cargo.commit()));
    this.release = new Script(library + RELEASE.formatted(Cargo.NONE.commit()));
    this.cancel = new Script(library + CANCEL);
    this.renew = new Script(library + RENEW);
    this.wake = new Script(library + WAKE);
  }

  /** How an attempt enters. */
  enum Mode {
    /** Not at all if it would have to wait. */
    TRY,
    /** Told at once if it is granted, else queued. */
    ASK,
    /** Queued, and told through the inbox in any case. */
    POST
  }

  /** What enter answered: a grant, or a place in the queue. */
  record Entered(@Nullable Grant grant, long place) {}

  /** What came of entering and waiting: whether there was a wait, and the grant if it came. */
  record Waited(boolean queued, @Nullable Grant grant) {}

  /** A grant: the fencing token and what the cargo loaded. */
  record Grant(long token, String cargo) {
    static Grant parse(Object message) {
      String text = new String((byte[]) message, StandardCharsets.UTF_8);
      int space = text.indexOf(' ');
      return new Grant(Long.parseLong(text.substring(0, space)), text.substring(space + 1));
    }
  }

  Entered enter(Link link, String id, Mode mode, boolean first) {
    return entered(enter.call(link, keys, arguments(id, mode, first)));
  }

  /** Enters and waits at the inbox, in one round trip. */
  Waited enterAndWait(Link link, String id, double seconds) {
    List<Object> replies =
        enter.callThen(link, keys, arguments(id, Mode.POST, true), awaiting(id, seconds));
    return new Waited(entered(replies.get(0)).grant() == null, granted(replies.get(1)));
  }

  /** Waits at the inbox; null if nothing came. */
  @Nullable Grant await(Link link, String id, double seconds) {
    return granted(link.call(awaiting(id, seconds)));
  }

  /** Empties the inbox; what cannot be emptied expires with the lease. */
  void clear(Link link, String id) {
    try {
      link.call(new CommandArguments(Command.DEL).add(prefix + id));
    } catch (StoreException e) {
      // The grant stands all the same, and only the holder's release is refused if it does not.
    }
  }

  /** Has a blocked waiter come back without a grant. */
  void wake(Link link, String id) {
    wake.call(link, keys, List.of(bytes(id), bytes(prefix), bytes(lease)));
  }

  /**
   * Releases, writing first.
   *
   * @return what the commit returned; null if the lock was not held any more and nothing was
   *     written
   */
  @Nullable Object commit(Link link, String id, long token, List<byte[]> arguments) {
    return released(commit.call(link, keys, withToken(id, token, arguments)));
  }

  /** Releases; false if the lock was not held any more. */
  boolean release(Link link, String id, long token) {
    return released(release.call(link, keys, withToken(id, token, List.of()))) != null;
  }

  void cancel(Link link, String id) {
    cancel.call(link, keys, List.of(bytes(id), bytes(prefix), bytes(lease)));
  }

  /** Extends the lease; false if the lock was not held any more. */
  boolean renew(Link link, String id, long token) {
    return Long.valueOf(1).equals(renew.call(link, keys, withToken(id, token, List.of())));
  }

  private List<byte[]> arguments(String id, Mode mode, boolean first) {
    String word =
        switch (mode) {
          case TRY -> "try";
          case ASK -> "ask";
          case POST -> "post";
        };
    return List.of(
        bytes(id), bytes(prefix), bytes(lease), bytes(word), bytes(first ? "first" : "again"));
  }

  private List<byte[]> withToken(String id, long token, List<byte[]> more) {
    List<byte[]> all = new ArrayList<>(4 + more.size());
    all.add(bytes(id));
    all.add(bytes(prefix));
    all.add(bytes(lease));
    all.add(bytes(Long.toString(token)));
    all.addAll(more);
    return all;
  }

  private CommandArguments awaiting(String id, double seconds) {
    return new CommandArguments(Command.BLPOP).add(prefix + id).add(Double.toString(seconds));
  }

  private static Entered entered(@Nullable Object reply) {
    List<?> answer = list(reply);
    return Long.valueOf(1).equals(answer.get(0))
        ? new Entered(Grant.parse(answer.get(1)), 0)
        : new Entered(null, (Long) answer.get(1));
  }

  private static @Nullable Grant granted(@Nullable Object popped) {
    if (popped == null || !(list(popped).get(1) instanceof byte[] message) || message.length == 0) {
      return null;
    }
    return Grant.parse(message);
  }

  private static @Nullable Object released(@Nullable Object reply) {
    List<?> answer = list(reply);
    return Long.valueOf(1).equals(answer.get(0)) ? answer.get(1) : null;
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
