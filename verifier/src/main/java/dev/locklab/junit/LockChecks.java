package dev.locklab.junit;

import dev.locklab.account.AccountKeys;
import dev.locklab.account.Outcome;
import dev.locklab.account.Update;
import dev.locklab.lab.Lab;
import dev.locklab.redis.Errors;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Attempt;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Strategy.Setting;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * What can be seen of a lock by a few clients of this JVM, each with a thread and connections of
 * its own, which are stopped and let go one by one. What is not as it must be is an {@link
 * AssertionError} that says who stood where.
 */
public final class LockChecks {

  /** Nothing that is waited for takes as long. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration SHORT = Duration.ofMillis(200);

  /** No lock ends by itself while it is looked at. */
  private static final Duration LONG = Duration.ofSeconds(60);

  /**
   * What is left of a strategy after a run must go by itself, a day later at the latest; what would
   * go within minutes is a lock that was not given back, or is still being renewed.
   */
  private static final long DAY_SECONDS = 24 * 60 * 60;

  private static final long LONGEST_LEASE_SECONDS = 5 * 60;

  private static final Set<String> OF_THE_ACCOUNT =
      Set.of("balance", "version", "journal", "spec", "tallies");

  private static final int FRAMES = 4;

  private final Lab lab;
  private final Strategy strategy;
  private final String run = "checks-" + UUID.randomUUID();

  /** Checks of that strategy on the lab's server. */
  public LockChecks(Lab lab, Strategy strategy) {
    this.lab = lab;
    this.strategy = strategy;
  }

  /**
   * The lease of a first holder ends, or its key is taken away, and a second one gets the lock; the
   * first gives back what it thinks that it has, and a third one must still be told that the lock
   * is taken.
   *
   * @throws TestAbortedException if the lock cannot be lost so, or asked for without waiting
   */
  public void isReleasedByNobodyButItsHolder() {
    requireAsking();
    boolean leased = strategy.honours().contains(Setting.LEASE);
    if (!leased && !strategy.showsItsLock()) {
      throw new TestAbortedException(
          strategy.name() + " takes no lease, and says no key, so it cannot be lost");
    }
    // Who waits is given its time; there is no other way to wait for some locks.
    try (Client first = client("first", it -> it.lease(leased ? SHORT : null), last());
        Client second =
            client("second", it -> it.lease(LONG).waitFor(PATIENCE), SyncPoint.AFTER_ACQUIRE);
        Client third = client("third", it -> it.lease(LONG), SyncPoint.AFTER_ACQUIRE)) {
      first.asks();
      first.arrives("did not get a free lock");
      if (!leased) {
        takeAway();
      }
      second.asks();
      second.arrives("did not get the lock, though the first one has lost it");
      first.goesOn();
      first.ends();
      third.asks();
      third.mustBeTold("the first one has given back the lock of the second");
      second.goesOn();
      Attempt attempt = second.ends();
      if (attempt.outcome() != Outcome.APPLIED) {
        throw new AssertionError(
            "second had the lock, and its update is %s: %s"
                .formatted(attempt.outcome(), attempt.trouble()));
      }
    }
  }

  /**
   * While one is in its critical section, another one that may not wait is told that the lock is
   * taken.
   *
   * @throws TestAbortedException if the lock cannot be asked for without waiting
   */
  public void tellsAtOnceThatItIsTaken() {
    requireAsking();
    try (Client holder = client("holder", it -> it.lease(LONG), SyncPoint.AFTER_ACQUIRE);
        Client other = client("other", it -> it.lease(LONG), SyncPoint.AFTER_ACQUIRE)) {
      holder.asks();
      holder.arrives("did not get a free lock");
      other.asks();
      other.mustBeTold("both are inside");
      holder.goesOn();
      holder.ends();
    }
  }

  /** Of a run that has ended no key or channel is left, but for what goes by itself. */
  public void leavesNothingBehind(String ofRun) {
    List<String> left = new ArrayList<>(leftovers(lab.subject(), ofRun));
    lab.nodes(strategy).forEach(node -> left.addAll(leftovers(node, ofRun)));
    if (!left.isEmpty()) {
      throw new AssertionError(strategy.name() + " has left behind " + String.join(", ", left));
    }
  }

  private static List<String> leftovers(RedisAddress subject, String run) {
    RedisAddress server = new AccountKeys(run).at(subject);
    List<String> left = new ArrayList<>();
    try (Link link = server.link("locklab-checks")) {
      for (Object key :
          link.list(new CommandArguments(Command.KEYS).add("*{locklab:" + run + "}*"))) {
        String name = Replies.text(key);
        long seconds = Replies.number(link.call(Command.TTL, name));
        boolean goes = seconds > LONGEST_LEASE_SECONDS && seconds <= DAY_SECONDS;
        if (!OF_THE_ACCOUNT.contains(name.substring(name.indexOf("}:") + 2)) && !goes) {
          left.add(name + " ttl " + seconds);
        }
      }
      for (Object channel :
          link.list(new CommandArguments(Command.PUBSUB).add("CHANNELS").add("*" + run + "*"))) {
        left.add("channel " + Replies.text(channel));
      }
    }
    return left;
  }

  private void requireAsking() {
    if (!strategy.honours().contains(Setting.ON_BUSY)) {
      throw new TestAbortedException(strategy.name() + " is never told that its lock is taken");
    }
  }

  /** The last stage at which its updates can be stopped before the lock is given back. */
  private SyncPoint last() {
    return strategy.stages().contains(SyncPoint.BEFORE_RELEASE)
        ? SyncPoint.BEFORE_RELEASE
        : SyncPoint.BEFORE_WRITE;
  }

  private void takeAway() {
    AccountKeys keys = new AccountKeys(run);
    try (Link link = keys.at(lab.subject()).link("locklab-checks")) {
      strategy.lockKeys(keys).forEach(key -> link.call(Command.DEL, key));
    }
  }

  private Client client(String name, UnaryOperator<Workload.Builder> settings, SyncPoint stop) {
    Workload workload =
        settings.apply(Workload.builder().onBusy(Workload.OnBusy.RETRY)).workers(1).build();
    RunSpec spec =
        workload.started(
            run, strategy.name(), strategy.promise(), strategy.lease(), List.of(name), List.of());
    return new Client(name, spec, stop);
  }

  /** A client with a thread of its own, which stops once at a stage of its update. */
  private final class Client implements AutoCloseable {

    private final String name;
    private final RunSpec spec;
    private final SyncPoint stop;
    private final CompletableFuture<Boolean> arrived = new CompletableFuture<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CompletableFuture<Attempt> attempt = new CompletableFuture<>();
    private final Thread thread;

    Client(String name, RunSpec spec, SyncPoint stop) {
      this.name = name;
      this.spec = spec;
      this.stop = stop;
      this.thread = new Thread(this::work, "locklab-" + name);
      thread.setDaemon(true);
    }

    private void work() {
      List<RedisAddress> nodes = lab.nodes(strategy);
      try (Workbench bench =
              new Workbench(
                  lab.subject(), nodes, null, spec, "locklab-" + name, (at, update) -> reach(at));
          Updater updater = strategy.open(bench)) {
        attempt.complete(updater.attempt(new Update(name, 0, 0, 1)));
      } catch (Throwable e) {
        attempt.completeExceptionally(e);
      }
    }

    private void reach(SyncPoint at) throws InterruptedException {
      if (at == stop) {
        arrived.complete(true);
        gate.await();
      }
    }

    void asks() {
      thread.start();
    }

    void goesOn() {
      gate.countDown();
    }

    /** Waits until it stands where it is to stop. */
    void arrives(String otherwise) {
      if (!settled(otherwise)) {
        throw failure(otherwise + ": its update is " + said(attempt.join()));
      }
    }

    /** Waits until it is told that the lock is taken; it must neither get in nor wait. */
    void mustBeTold(String otherwise) {
      String untold = "was not told that the lock is taken";
      if (settled(untold)) {
        throw failure(untold + ", and got in: " + otherwise);
      }
      if (attempt.join().outcome() != Outcome.BUSY) {
        throw failure(untold + ": its update is " + said(attempt.join()));
      }
    }

    /**
     * Waits until it stands where it is to stop, or its update has come to its end without that.
     *
     * @return whether it stands there
     */
    private boolean settled(String otherwise) {
      get(CompletableFuture.anyOf(arrived, attempt), otherwise);
      return arrived.isDone();
    }

    /** Waits until its update has come to its end. */
    Attempt ends() {
      return get(attempt, "does not come to an end");
    }

    private <T> T get(CompletableFuture<T> future, String otherwise) {
      try {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw failure(
            "%s: after %s s it stands at %s".formatted(otherwise, PATIENCE.toSeconds(), where()));
      } catch (ExecutionException e) {
        throw failure(otherwise + ": " + Errors.named(Objects.requireNonNull(e.getCause())));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while " + name + " was waited for", e);
      }
    }

    private AssertionError failure(String what) {
      return new AssertionError("%s: %s %s".formatted(strategy.name(), name, what));
    }

    private String said(Attempt made) {
      String trouble = made.trouble();
      return made.outcome() + (trouble == null ? "" : ", " + trouble);
    }

    private String where() {
      return Arrays.stream(thread.getStackTrace())
          .filter(frame -> !frame.getClassName().startsWith("java."))
          .filter(frame -> !frame.getClassName().startsWith("jdk."))
          .limit(FRAMES)
          .map(StackTraceElement::toString)
          .collect(Collectors.joining(", called by "));
    }

    @Override
    public void close() {
      gate.countDown();
      thread.interrupt();
      try {
        thread.join(PATIENCE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
