package dev.locklab.scenario;

import dev.locklab.account.AccountKeys;
import dev.locklab.account.Micros;
import dev.locklab.lab.Lab;
import dev.locklab.lab.SteppedThreads;
import dev.locklab.redis.Conditions;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.run.Injection;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SyncPoint;
import dev.locklab.strategy.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;

/**
 * What the script of a scenario works with: workers, servers and the network between them, and
 * conditions to wait for. Waits are never for a time.
 */
public final class Scene {

  /** How long a script waits for a condition; no lease that can be set is longer. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Sentinels that do not agree at once try again after ten seconds. */
  private static final Duration FAILOVER = Duration.ofSeconds(45);

  private final Scenario scenario;
  private final Topology topology;
  private final Strategy strategy;
  private final Lab lab;
  private final Subject subject;
  private final SteppedThreads threads;
  private final Signals signals;
  private final boolean armed;
  private final AccountKeys keys;
  private final Map<String, WorkerActor> workers = new LinkedHashMap<>();
  private final Set<String> silenced = new HashSet<>();
  private final List<Injection.Event> events = new ArrayList<>();
  private @Nullable String bitten;
  private @Nullable String unbitten;
  private @Nullable Long available;

  Scene(
      Scenario scenario,
      Topology topology,
      Strategy strategy,
      Lab lab,
      Subject subject,
      SteppedThreads threads,
      Signals signals,
      boolean armed) {
    this.scenario = scenario;
    this.topology = topology;
    this.strategy = strategy;
    this.lab = lab;
    this.subject = subject;
    this.threads = threads;
    this.signals = signals;
    this.armed = armed;
    this.keys = new AccountKeys(threads.spec().run());
    threads.spec().team().forEach(name -> workers.put(name, new WorkerActor(this, threads, name)));
  }

  /** Waits until all workers stand before their first update. */
  void gather() throws InterruptedException {
    for (WorkerActor worker : workers.values()) {
      worker.comesTo(SyncPoint.BEFORE_ACQUIRE);
    }
  }

  /** The run, with the names of its workers. */
  public RunSpec spec() {
    return threads.spec();
  }

  /** What is put to the test. */
  public Strategy strategy() {
    return strategy;
  }

  /** The run's keys. */
  public AccountKeys keys() {
    return keys;
  }

  /** The worker of that name: w1, w2 or w3. */
  public WorkerActor worker(String name) {
    return Objects.requireNonNull(workers.get(name), name);
  }

  /** All workers. */
  public List<WorkerActor> all() {
    return List.copyOf(workers.values());
  }

  /** All workers but that one. */
  public List<WorkerActor> others(WorkerActor one) {
    return workers.values().stream().filter(worker -> worker != one).toList();
  }

  /** The primary. */
  public ServerActor server() {
    return new ServerActor(this, subject.primary(keys.balance()), "the server");
  }

  /** The replica. */
  public ServerActor replica() {
    return new ServerActor(this, subject.replica(keys.balance()), "the replica");
  }

  /** What lies between a worker and the server. */
  public NetworkActor network(WorkerActor worker) {
    return new NetworkActor(this, worker.name(), subject.proxied().proxy(worker.name()));
  }

  /** Keeps the replica from hearing of whatever the primary does from now on. */
  public void cutOffReplica() throws InterruptedException {
    if (fault("the replica", "is cut off from the primary")) {
      // Neither Sentinels nor a cluster undo that, as they would with another primary's address.
      replica().call(Command.CONFIG, "SET", "masterauth", "");
      server().call(Command.CLIENT, "KILL", "TYPE", "replica");
      await("the replica is cut off", () -> replica().isCutOff());
    }
  }

  /** Makes the replica the primary, and waits until everybody finds it. */
  public void promoteReplica() throws InterruptedException {
    if (fault("the replica", "becomes the primary")) {
      subject.promoteReplica(keys.balance());
      await("the replica is the primary", FAILOVER, () -> replica().isPrimary());
      await("the old primary is none any more", () -> subject.isDeposed(keys.balance()));
      await("clients find the new primary", this::isFound);
    }
  }

  /** Whether somebody who asks anew is led to the new primary. */
  private boolean isFound() {
    try (Link link = lab.subject().ofKey(keys.balance()).link("locklab-scenario")) {
      String info = Replies.text(Objects.requireNonNull(link.call(Command.INFO, "server")));
      return info.contains("run_id:" + replica().id());
    }
  }

  /** Has the primary hand over to the replica once that has all that it has itself. */
  public void handOverToReplica() {
    if (fault("the server", "hands over to its replica")) {
      subject.handOverToReplica(keys.balance());
    }
  }

  /**
   * Makes the replica a second primary: the old one keeps that worker, and all others are led to
   * the new one.
   *
   * @throws NotBitten if there is still one primary
   */
  public void splitFrom(WorkerActor kept) {
    if (fault("the replica", "becomes the primary, and " + kept.name() + " stays with the old")) {
      replica().call(Command.REPLICAOF, "NO", "ONE");
      subject.proxied().leadToReplica(name -> !name.equals(kept.name()));
    }
    if (!replica().isPrimary() || !server().isPrimary()) {
      throw new NotBitten("there are not two primaries");
    }
  }

  /** Makes the old primary a replica of the new one, and leads everybody to that. */
  public void reunite() throws InterruptedException {
    RedisAddress to = subject.replica(keys.balance()).address();
    fault("the server", "becomes a replica of the new primary");
    server().call(Command.REPLICAOF, to.host(), Integer.toString(to.port()));
    await("the old primary has what the new one has", () -> server().hasSynchronized());
    leadToReplica();
  }

  /** Ends all connections to the primary; workers and lab make new ones to the replica. */
  public void leadToReplica() {
    subject.leadToReplica();
    saw(null, "all are led to the replica");
  }

  /**
   * Moves the slot of the run's keys to another node of the cluster.
   *
   * @return where they are now
   */
  public ServerActor migrateSlot() throws InterruptedException {
    ClusterSubject cluster = (ClusterSubject) subject;
    ServerActor there = new ServerActor(this, cluster.other(keys.balance()), "the other node");
    if (fault("the slot", "moves to another node")) {
      String how = cluster.migrateSlot(keys.balance());
      await("the keys are on the other node", () -> there.has(keys.balance()));
      saw("the slot", "has moved " + how);
    }
    return there;
  }

  /** One of the independent servers on which the strategy keeps its lock. */
  public ServerActor node(int index) {
    return new ServerActor(this, lab.embeddedNodes().get(index), "node " + (index + 1));
  }

  /** The version that the account has now: how many writes there have been. */
  public long version() {
    return version(server());
  }

  /** The version that the account has now at that server. */
  public long version(ServerActor at) {
    Object found = at.call(Command.GET, keys.version());
    return found == null ? 0 : Long.parseLong(Replies.text(found));
  }

  /** Whether somebody holds the lock, as far as its keys show it. */
  public boolean isLocked() {
    return isLocked(server());
  }

  /** Whether somebody holds the lock as far as that server knows. */
  public boolean isLocked(ServerActor at) {
    return strategy.lockKeys(keys).stream()
        .anyMatch(key -> Long.valueOf(1).equals(at.call(Command.EXISTS, key)));
  }

  /** The last fencing token as far as that server knows; 0 where there are none. */
  public long token(ServerActor at) {
    String key = strategy.tokenKey(keys);
    return key == null ? 0 : Replies.number(at.call(Command.GET, key));
  }

  /**
   * Waits for a condition. A server that does not answer meets none.
   *
   * @throws NotBitten if it is not met within {@link #PATIENCE}
   */
  public void await(String what, BooleanSupplier condition) throws InterruptedException {
    await(what, PATIENCE, condition);
  }

  /** The same with a patience of its own, where a lease must be waited for that cannot be set. */
  public void await(String what, Duration patience, BooleanSupplier condition)
      throws InterruptedException {
    if (!Conditions.comesAbout(patience, condition)) {
      throw new NotBitten("waited in vain until " + what);
    }
  }

  /**
   * Waits until a worker has an update applied, however it fares: that it has none in that time is
   * what the scenario shows.
   */
  public void letWrite(WorkerActor worker, Duration patience) throws InterruptedException {
    letHappen(worker.name(), "writes nothing", patience, () -> worker.applied() > 0);
  }

  /** The same for anybody and any condition; where it does not come about, that is noted. */
  public void letHappen(String who, String otherwise, Duration patience, BooleanSupplier condition)
      throws InterruptedException {
    if (!Conditions.comesAbout(patience, condition)) {
      saw(who, "%s in %s s".formatted(otherwise, patience.toSeconds()));
    }
  }

  /** How long the lock is granted for here, and some time more. */
  public Duration lease() {
    return spec().heldFor().plus(PATIENCE);
  }

  /** Says by what evidence, other than the script's own orders, it is known that the fault bit. */
  public synchronized void bitten(String evidence) {
    bitten = evidence;
    saw(null, evidence);
  }

  /** From now on somebody who waits could have the lock, or could but for the fault. */
  public synchronized void available() {
    available = Micros.now();
    saw(null, "the lock could be had");
  }

  /**
   * From the end of the lease that the lock is under now, somebody who waits could have it; at once
   * where it is not held.
   */
  public synchronized void availableWhenLeaseEnds() {
    long left = leaseLeft();
    available = Micros.now() + left * 1_000;
    saw(null, "the lease has %s ms left".formatted(left));
  }

  /**
   * How many milliseconds the lease has left that the lock is under now; 0 where it is not held.
   */
  public long leaseLeft() {
    return strategy.lockKeys(keys).stream()
        .mapToLong(key -> Replies.number(server().call(Command.PTTL, key)))
        .map(left -> Math.max(0, left))
        .max()
        .orElse(0);
  }

  /** Notes something that was seen, for the story. */
  public synchronized void saw(@Nullable String who, String what) {
    events.add(new Injection.Event(Micros.now(), who, what, false));
  }

  /**
   * Notes a fault for the story.
   *
   * @return whether it is to be injected; not so in a run that shows what happens without it
   */
  public synchronized boolean fault(String who, String what) {
    if (armed) {
      events.add(new Injection.Event(Micros.now(), who, what, true));
    }
    return armed;
  }

  Process process(String worker) {
    return Objects.requireNonNull(lab.workerProcesses().get(worker), worker);
  }

  Signals signals() {
    return signals;
  }

  void freezeWorker(String name) {
    synchronized (silenced) {
      silenced.add(name);
    }
    signals.freeze(process(name).pid());
  }

  void thawWorker(String name) throws InterruptedException {
    signals.thaw(process(name).pid());
  }

  /** Whether a worker is not heard because it is frozen, or was a moment ago. */
  boolean isSilenced(String name) {
    synchronized (silenced) {
      return silenced.contains(name);
    }
  }

  /** What the script waited for in vain: whatever it had seen before, it did not get to its end. */
  synchronized void unbitten(String why) {
    unbitten = why;
    bitten = null;
  }

  synchronized Injection injection() {
    return new Injection(
        scenario.name(),
        topology.key(),
        List.copyOf(scenario.effects()),
        bitten,
        unbitten,
        available,
        List.copyOf(events));
  }
}
