package dev.locklab.it;

import dev.locklab.account.Outcome;
import dev.locklab.account.Update;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Attempt;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One that wants the lock of a strategy, with clients of its own, for one update. If its attempt
 * fails it tries again, as workers do.
 */
final class Contender implements AutoCloseable {

  /** What all contenders of a lock share. */
  record Lock(String strategy, RedisAddress redis, @Nullable Duration lease) {

    static final String RUN = "faults";

    /** The key it is at. */
    String key() {
      return "{locklab:" + RUN + "}:" + (strategy.equals("fair") ? "lock" : strategy);
    }

    /** What the connections of that contender are called. */
    String client(String contender) {
      return "locklab-" + RUN + "-" + contender;
    }

    private Workbench bench(String contender, Duration think) {
      Strategy named = Strategies.named(strategy);
      Workload spec = Workload.builder().lease(lease).think(think).build();
      return new Workbench(
          redis,
          List.of(),
          spec.started(RUN, strategy, named.promise(), null, List.of(contender), List.of()),
          client(contender));
    }
  }

  private static final long LEAVES_MILLIS = 5_000;

  private final String name;
  private final Workbench bench;
  private final Updater updater;
  private final Thread thread = new Thread(this::contend, "contender");
  private final CompletableFuture<Long> acquired = new CompletableFuture<>();

  private Contender(Lock lock, String name, Duration think) {
    this.name = name;
    this.bench = lock.bench(name, think);
    this.updater = Strategies.named(lock.strategy()).open(bench);
    thread.setDaemon(true);
  }

  /** One that holds the lock until it is told to give it back. */
  static Contender holder(Lock lock) {
    return new Contender(lock, "holder", Duration.ofHours(1));
  }

  static Contender waiter(Lock lock) {
    return new Contender(lock, "waiter", Duration.ZERO);
  }

  /** Has it ask for the lock. */
  Contender ask() {
    thread.start();
    return this;
  }

  /** Has the holder give the lock back without a write. */
  void release() {
    thread.interrupt();
  }

  /** When it had the lock for the update that was applied, by {@link System#nanoTime()}. */
  CompletableFuture<Long> acquired() {
    return acquired;
  }

  private void contend() {
    try {
      while (true) {
        long asked = System.nanoTime();
        Attempt attempt = updater.attempt(new Update(name, 0, 0, 1));
        if (attempt.outcome() == Outcome.APPLIED) {
          acquired.complete(asked + Objects.requireNonNull(attempt.waitNanos()));
          return;
        }
      }
    } catch (InterruptedException | RuntimeException e) {
      acquired.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(LEAVES_MILLIS);
      updater.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      bench.close();
    }
  }

  /** A contender in a JVM of its own, which holds the lock until it is killed. */
  static final class Victim implements AutoCloseable {

    private final Process process;

    private Victim(Process process) {
      this.process = process;
    }

    public static void main(String... args) throws IOException {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
      Duration lease = args[2].isEmpty() ? null : Duration.parse(args[2]);
      Lock lock = new Lock(args[0], RedisAddress.parse(args[1]), lease);
      try (Contender contender = new Contender(lock, "victim", Duration.ofHours(1))) {
        System.out.println("ready");
        System.in.read();
        contender.ask();
        while (System.in.read() >= 0) {
          // Until it is killed.
        }
      }
    }

    /** Starts the JVM and waits until it is connected. */
    static Victim start(Lock lock) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Victim.class.getName(),
                  lock.strategy(),
                  lock.redis().url(),
                  lock.lease() == null ? "" : lock.lease().toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.inputReader(StandardCharsets.US_ASCII).readLine();
      return new Victim(process);
    }

    /** Has it ask for the lock. */
    void ask() throws IOException {
      process.outputWriter(StandardCharsets.US_ASCII).append('\n').flush();
    }

    /** Kills it, and returns once it is gone. */
    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
