package dev.locklab.strategy.handoff;

import com.google.auto.service.AutoService;
import dev.locklab.account.Account;
import dev.locklab.account.AccountKeys;
import dev.locklab.account.CriticalSection;
import dev.locklab.account.JournalEntry;
import dev.locklab.account.Micros;
import dev.locklab.account.Reading;
import dev.locklab.account.Update;
import dev.locklab.account.Write;
import dev.locklab.handoff.HandoffClient;
import dev.locklab.handoff.HandoffLock;
import dev.locklab.handoff.Hold;
import dev.locklab.handoff.LockLostException;
import dev.locklab.handoff.Payload;
import dev.locklab.redis.LuaSource;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SyncPoint;
import dev.locklab.strategy.LockStrategy;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Workbench;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lab's own lock, {@link HandoffLock}: the balance travels with the lock. Whoever is granted it
 * has balance and version at once, the threads of a JVM hand it on among themselves, and what they
 * write is written by the release that hands it on to the next JVM.
 */
@AutoService(Strategy.class)
public class Handoff extends LockStrategy {

  private static final String LOAD = LuaSource.read(Handoff.class, "load");
  private static final String COMMIT =
      LuaSource.read(Handoff.class, "commit", Map.of("journal", JournalEntry.LUA));

  private static final String LOAD_BARE = "return (redis.call('GET', K[1]) or '0') .. ' -1'";
  private static final String COMMIT_BARE =
      "redis.call('SET', K[1], A[3], 'KEEPTTL') return -1, A[3] .. ' -1'";

  @Override
  public String name() {
    return "handoff";
  }

  @Override
  public Promise promise() {
    return Promise.FENCED;
  }

  @Override
  public String summary() {
    return "the release that writes hands lock, token and balance to the next JVM, which hands them on inside";
  }

  @Override
  public String reference() {
    return "this lab's HandoffLock; a queue lock (Mellor-Crummey and Scott 1991) kept by the server,"
        + " of cohorts (Dice, Marathe and Shavit 2012), with fencing tokens (M. Kleppmann: How to do"
        + " distributed locking)";
  }

  @Override
  public String roundTrips() {
    return "1 lock and read + 1 write and release, also when contended; both for all of a JVM's threads at once";
  }

  @Override
  public List<String> lockKeys(AccountKeys keys) {
    return List.of(keys.key("handoff"));
  }

  @Override
  public String tokenKey(AccountKeys keys) {
    return keys.key("handoff") + ":token";
  }

  @Override
  public Duration lease() {
    return HandoffLock.LEASE;
  }

  @Override
  public boolean renews() {
    return true;
  }

  @Override
  public Set<Setting> honours() {
    return Set.of(Setting.LEASE, Setting.WAIT, Setting.ON_BUSY);
  }

  /** The write is the release: there is nothing between the two. */
  @Override
  public Set<SyncPoint> stages() {
    return EnumSet.complementOf(EnumSet.of(SyncPoint.BEFORE_RELEASE));
  }

  @Override
  protected Entrance entrance(Workbench bench, Account account) {
    HandoffLock lock =
        bench
            .shared(Shared.class, it -> new Shared(connect(it)))
            .client()
            .lock(
                bench.keys().key("handoff"),
                cargo(bench.keys(), bench.spec()),
                bench.workload().lease());
    Duration wait = bench.workload().waitFor();
    boolean tries = givesUp(bench.spec());
    return () -> {
      Hold hold = tries ? lock.tryLock(wait) : lock.lock();
      return hold == null ? null : new Section(hold);
    };
  }

  private static Payload cargo(AccountKeys keys, RunSpec spec) {
    List<String> all = List.of(keys.balance(), keys.version(), keys.journal());
    return spec.workload().journal()
        ? new Payload(LOAD, COMMIT, Handoff::after, all)
        : new Payload(LOAD_BARE, COMMIT_BARE, Handoff::afterBare, all);
  }

  /** What load returns after a write: the value written, and the version after the one before. */
  private static String after(String cargo, List<byte[]> entry) {
    long version = Long.parseLong(cargo.substring(cargo.indexOf(' ') + 1));
    return value(entry) + " " + (version + 1);
  }

  private static String afterBare(String cargo, List<byte[]> entry) {
    return value(entry) + " -1";
  }

  private static String value(List<byte[]> entry) {
    return new String(entry.get(JournalEntry.VALUE), StandardCharsets.US_ASCII);
  }

  /** Connects what the threads of a JVM share. */
  HandoffClient connect(Workbench bench) {
    return HandoffClient.connect(bench.subject(), bench.clientName());
  }

  private record Shared(HandoffClient client) implements AutoCloseable {

    @Override
    public void close() {
      client.close();
    }
  }

  /** The critical section whose write is the lock's release. */
  private static final class Section implements CriticalSection {

    private final Hold hold;
    private final long acquiredAt = Micros.now();
    private boolean open = true;

    Section(Hold hold) {
      this.hold = hold;
    }

    @Override
    public Reading read() {
      requireOpen();
      String cargo = hold.cargo();
      int space = cargo.indexOf(' ');
      return new Reading(
          Long.parseLong(cargo.substring(0, space)),
          Long.parseLong(cargo.substring(space + 1)),
          acquiredAt);
    }

    @Override
    public long write(Update update, Reading saw, long value) {
      requireOpen();
      Write write = Write.sending(update, saw, value, hold.token(), acquiredAt);
      try {
        Object version = hold.commit(List.of(JournalEntry.values(write)));
        return version instanceof Long number ? number : -1;
      } catch (LockLostException e) {
        throw new StoreException(StoreException.Fate.REFUSED, "the lock was lost before the write");
      }
    }

    @Override
    public Long token() {
      return hold.token();
    }

    @Override
    public Long acquiredAt() {
      return acquiredAt;
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        hold.close();
      }
    }

    private void requireOpen() {
      if (!open) {
        throw new IllegalStateException("the critical section is closed");
      }
    }
  }
}
