package dev.locklab.strategy;

import dev.locklab.account.Account;
import dev.locklab.account.AccountKeys;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.RunSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.redisson.api.RedissonClient;

/**
 * What a strategy finds in a worker JVM: the run's settings, the subject, and what the threads of
 * the JVM share. Thread safe.
 */
public final class Workbench implements AutoCloseable {

  /**
   * For how long a Redisson lock without a lease of its own outlives its JVM: Redisson's default.
   */
  public static final java.time.Duration WATCHDOG = RunSpec.WATCHDOG;

  private final RedisAddress subject;
  private final List<RedisAddress> nodes;
  private final RunSpec spec;
  private final AccountKeys keys;
  private final String clientName;
  private final boolean rehearsing;
  private final Passage passage;
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
    this(subject, nodes, spec, clientName, Passage.FREE);
  }

  /** A bench for the run's account, with somebody to be told how updates get on. */
  public Workbench(
      RedisAddress subject,
      List<RedisAddress> nodes,
      RunSpec spec,
      String clientName,
      Passage passage) {
    this(
        subject,
        nodes,
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
      RunSpec spec,
      AccountKeys keys,
      String clientName,
      boolean rehearsing,
      Passage passage,
      Shared shared) {
    this.subject = subject;
    this.nodes = List.copyOf(nodes);
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
        subject, nodes, spec, keys.rehearsal(), clientName, true, Passage.FREE, shared);
  }

  public RunSpec spec() {
    return spec;
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
  public Passage passage() {
    return passage;
  }

  /** The account, over a new connection for the calling thread's updater, which closes it. */
  public Account account() {
    return new Account(subject.link(clientName), keys, spec.journal());
  }

  /** The JVM's one Redisson client. */
  public RedissonClient redisson() {
    return shared(
            Redisson.class,
            bench ->
                new Redisson(
                    bench.subject.redisson(clientName, RunSpec.WATCHDOG, spec.threads() + 2)))
        .client();
  }

  /** Think time between read and write, as the run asks for it. */
  public void think() throws InterruptedException {
    if (!rehearsing) {
      pauseNanos(spec.think().toNanos());
    }
  }

  /** Time between write and release, as the run asks for it. */
  public void linger() throws InterruptedException {
    if (!rehearsing) {
      pauseNanos(spec.linger().toNanos());
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

    synchronized void close() {
      while (!closing.isEmpty()) {
        try {
          closing.pop().close();
        } catch (Exception e) {
          // The run is over; a part that cannot say goodbye must not keep the others from it.
        }
      }
      parts.clear();
    }
  }

  private record Redisson(RedissonClient client) implements AutoCloseable {
    @Override
    public void close() {
      client.shutdown();
    }
  }
}
