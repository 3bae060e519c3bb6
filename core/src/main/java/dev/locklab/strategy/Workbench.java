package dev.locklab.strategy;

import dev.locklab.account.Account;
import dev.locklab.account.AccountKeys;
import dev.locklab.account.PaymentRail;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Workload;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a strategy finds in a worker JVM: the run's settings, the subject, and what the threads of
 * the JVM share. Thread safe.
 */
public final class Workbench implements AutoCloseable {

  private final RedisAddress subject;
  private final List<RedisAddress> nodes;
  private final @Nullable RedisAddress rail;
  private final RunSpec spec;
  private final AccountKeys keys;
  private final String clientName;
  private final boolean rehearsing;
  private final SyncPoints passage;
  private final Shared shared;

  /**
   * A bench for the run's account.
   *
   * @param subject the Redis under test
   * @param nodes the independent servers of the run, with what it takes to log in there
   * @param clientName what this JVM's connections are called at the server
   */
  public Workbench(
      RedisAddress subject, List<RedisAddress> nodes, RunSpec spec, String clientName) {
    this(subject, nodes, null, spec, clientName, SyncPoints.FREE);
  }

  /**
   * A bench for the run's account, with somebody to be told how updates get on.
   *
   * @param rail the server where orders are paid; absent where none are
   */
  public Workbench(
      RedisAddress subject,
      List<RedisAddress> nodes,
      @Nullable RedisAddress rail,
      RunSpec spec,
      String clientName,
      SyncPoints passage) {
    this(
        subject,
        nodes,
        rail,
        spec,
        new AccountKeys(spec.run()),
        clientName,
        false,
        passage,
        new Shared());
  }

  private Workbench(
      RedisAddress subject,
      List<RedisAddress> nodes,
      @Nullable RedisAddress rail,
      RunSpec spec,
      AccountKeys keys,
      String clientName,
      boolean rehearsing,
      SyncPoints passage,
      Shared shared) {
    this.subject = subject;
    this.nodes = List.copyOf(nodes);
    this.rail = rail;
    this.spec = spec;
    this.keys = keys;
    this.clientName = clientName;
    this.rehearsing = rehearsing;
    this.passage = passage;
    this.shared = shared;
  }

  /** This bench for warming up: another account, no think time, the same shared parts. */
  public Workbench rehearsal() {
    return new Workbench(
        subject, nodes, null, spec, keys.rehearsal(), clientName, true, SyncPoints.FREE, shared);
  }

  public RunSpec spec() {
    return spec;
  }

  /** What is done in the run. */
  public Workload workload() {
    return spec.workload();
  }

  public AccountKeys keys() {
    return keys;
  }

  public RedisAddress subject() {
    return subject;
  }

  /**
   * The independent servers on which the strategy keeps its lock; as many as the user named, else
   * as many as {@link Strategy#nodes()} says.
   */
  public List<RedisAddress> nodes() {
    return nodes;
  }

  public String clientName() {
    return clientName;
  }

  /** Who is told how the updates of this bench get on. */
  public SyncPoints passage() {
    return passage;
  }

  /** The account, over a new connection for the calling thread's updater, which closes it. */
  public Account account() {
    return new Account(subject.link(clientName), keys, spec.workload().journal());
  }

  /**
   * Where an update pays its order, over a new connection for the calling thread's updater, which
   * closes it; null where it pays none, as in a rehearsal.
   */
  public @Nullable PaymentRail rail() {
    Workload.Rail kind = workload().rail();
    return kind == null || rail == null
        ? null
        : new PaymentRail(rail.link(clientName), keys, kind == Workload.Rail.FENCED);
  }

  /** Think time between read and write, as the run asks for it. */
  public void think() throws InterruptedException {
    if (!rehearsing) {
      pauseNanos(spec.workload().think().toNanos());
    }
  }

  /** Time between write and release, as the run asks for it. */
  public void linger() throws InterruptedException {
    if (!rehearsing) {
      pauseNanos(spec.workload().linger().toNanos());
    }
  }

  /** Waits at least that long. */
  public static void pauseNanos(long nanos) throws InterruptedException {
    if (nanos <= 0) {
      return;
    }
    long deadline = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = deadline - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /**
   * A part that all threads of this JVM share, made by whoever asks first and closed with the
   * bench.
   *
   * @param key the part's class, which tells it from other parts
   */
  public <T extends AutoCloseable> T shared(Class<T> key, Function<Workbench, T> maker) {
    return shared.get(key, () -> maker.apply(this));
  }

  /** Has that closed with the bench, after whatever was made later. */
  public <T extends AutoCloseable> T closing(T part) {
    shared.closing(part);
    return part;
  }

  @Override
  public void close() {
    shared.close();
  }

  private static final class Shared {

    private final Map<Class<?>, AutoCloseable> parts = new HashMap<>();
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T get(Class<T> key, Supplier<T> maker) {
      AutoCloseable part = parts.get(key);
      if (part == null) {
        part = maker.get();
        parts.put(key, part);
        closing.push(part);
      }
      return key.cast(part);
    }

    synchronized void closing(AutoCloseable part) {
      closing.push(part);
    }

    synchronized void close() {
      while (!closing.isEmpty()) {
        try {
          closing.pop().close();
        } catch (Throwable e) {
          // The run is over; a part that cannot say goodbye must not keep the others from it.
        }
      }
      parts.clear();
    }
  }
}
