package dev.locklab.strategy.redisson;

import com.google.auto.service.AutoService;
import dev.locklab.account.Account;
import dev.locklab.account.AccountKeys;
import dev.locklab.account.CriticalSection;
import dev.locklab.account.JournalEntry;
import dev.locklab.account.Micros;
import dev.locklab.account.Reading;
import dev.locklab.account.Update;
import dev.locklab.account.Write;
import dev.locklab.redis.Link;
import dev.locklab.redis.LuaSource;
import dev.locklab.redis.Replies;
import dev.locklab.redis.Script;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Promise;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Workbench;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import redis.clients.jedis.Protocol.Command;

/**
 * Redisson's {@code RFencedLock}, its holder and its token checked by the store, in the script that
 * writes: a token alone that is checked at the write lets a stale holder through who comes first.
 *
 * <p>Redisson's {@code lockAndGetToken(lease)} ignores the lease and its {@code getToken()} can
 * return a successor's token. So the lock is taken in the plain way, and the token is read in one
 * step with the balance, and only by whoever is still the holder. Redisson keeps its counter of
 * tokens for ever; here it goes after a day.
 */
@AutoService(Strategy.class)
public final class Fenced extends WaitedFor {

  @Override
  public String name() {
    return "fenced";
  }

  @Override
  public Promise promise() {
    return Promise.FENCED;
  }

  @Override
  public String summary() {
    return "Redisson RFencedLock, and the store refuses the write of whoever no longer holds it";
  }

  @Override
  public String reference() {
    return "Redisson: locks and synchronizers, Fenced Lock; M. Kleppmann: How to do distributed locking";
  }

  @Override
  public String roundTrips() {
    return "2 lock + 2 account, uncontended";
  }

  private static final String KEPT_SECONDS = "86400";

  private static final Script READ = new Script(LuaSource.read(Fenced.class, "read"));

  private static final Script WRITE_BARE =
      new Script(
          LuaSource.read(
              Fenced.class,
              "write",
              Map.of("apply", "redis.call('SET', KEYS[1], ARGV[3], 'KEEPTTL') return -1")));

  private static final Script WRITE_JOURNALED =
      new Script(LuaSource.read(Fenced.class, "write", Map.of("journal", JournalEntry.LUA)));

  @Override
  RLock lock(RedissonClient redisson, String name) {
    return redisson.getFencedLock(name);
  }

  @Override
  public List<String> lockKeys(AccountKeys keys) {
    return List.of(keys.key("lock"));
  }

  @Override
  public String tokenKey(AccountKeys keys) {
    return "redisson_lock_token:" + keys.key("lock");
  }

  @Override
  protected Entrance entrance(Workbench bench, Account account) {
    String name = bench.keys().key("lock");
    RLock lock = lock(RedissonClients.subject(bench), name);
    Link link = bench.subject().link(bench.clientName());
    AccountKeys keys = bench.keys();
    List<String> all =
        List.of(keys.balance(), keys.version(), keys.journal(), name, tokenKey(keys));
    // Redisson counts it up from there, in a step that is over before anybody can set an expiry.
    link.call(Command.SET, all.get(4), "0", "NX", "EX", KEPT_SECONDS);
    Script write = bench.workload().journal() ? WRITE_JOURNALED : WRITE_BARE;
    String client = RedissonClients.subject(bench).getId();
    return new Entrance() {
      @Override
      public @Nullable CriticalSection enter() throws InterruptedException {
        String owner = client + ":" + Thread.currentThread().getId();
        return taken(lock, bench.spec(), mayGiveUp(bench.spec()))
            ? new Section(lock, link, all, write, owner)
            : null;
      }

      @Override
      public void close() {
        link.close();
      }
    };
  }

  private static final class Section implements CriticalSection {

    private final RLock lock;
    private final Link link;
    private final List<String> keys;
    private final Script write;
    private final byte[] owner;
    private final long acquiredAt = Micros.now();
    private byte[] token = {};
    private boolean open = true;

    Section(RLock lock, Link link, List<String> keys, Script write, String owner) {
      this.lock = lock;
      this.link = link;
      this.keys = keys;
      this.write = write;
      this.owner = owner.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Reading read() {
      requireOpen();
      if (!(READ.call(link, keys, List.of(owner, token)) instanceof List<?> reply)) {
        throw lost("before the read");
      }
      token = (byte[]) Objects.requireNonNull(reply.get(2));
      return new Reading(Replies.number(reply.get(0)), Replies.number(reply.get(1)), Micros.now());
    }

    @Override
    public long write(Update update, Reading saw, long value) {
      requireOpen();
      Write entry = Write.sending(update, saw, value, Replies.number(token), acquiredAt);
      List<byte[]> values = new ArrayList<>(List.of(JournalEntry.values(entry)));
      values.add(owner);
      values.add(token);
      Object version = write.call(link, keys, values);
      if (version == null) {
        throw lost("before the write");
      }
      return Replies.number(version);
    }

    @Override
    public @Nullable Long token() {
      return token.length == 0 ? null : Replies.number(token);
    }

    @Override
    public Long acquiredAt() {
      return acquiredAt;
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        lock.unlock();
      }
    }

    private static StoreException lost(String when) {
      return new StoreException(StoreException.Fate.REFUSED, "the lock was lost " + when);
    }

    private void requireOpen() {
      if (!open) {
        throw new IllegalStateException("the critical section is closed");
      }
    }
  }
}
