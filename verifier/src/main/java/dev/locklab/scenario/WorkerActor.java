package dev.locklab.scenario;

import dev.locklab.control.ThreadPosition;
import dev.locklab.lab.SteppedThreads;
import dev.locklab.run.SyncPoint;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A worker of a scenario, as its script leads and breaks it. */
public final class WorkerActor {

  private final Scene scene;
  private final SteppedThreads threads;
  private final String name;
  private long wentIn = System.nanoTime();

  WorkerActor(Scene scene, SteppedThreads threads, String name) {
    this.scene = scene;
    this.threads = threads;
    this.name = name;
  }

  public String name() {
    return name;
  }

  /**
   * Lets the worker go on until it stands at that point, and waits for that.
   *
   * @throws NotBitten if it does not get there
   */
  public void goesTo(SyncPoint point) throws InterruptedException {
    stopsAt(point);
    comesTo(point);
  }

  /** The same with a second point, where it goes instead if it cannot get to the first. */
  public void goesTo(SyncPoint point, SyncPoint otherwise) throws InterruptedException {
    threads.close(name, 0, point);
    threads.close(name, 0, otherwise);
    pass();
    scene.await(
        name + " stands at " + point.words() + " or " + otherwise.words(),
        () -> standsAt(point) || standsAt(otherwise));
    ThreadPosition at = threads.place(name, 0);
    scene.saw(name, "stands at " + (at == null ? point : at.stage()).words());
  }

  /** Goes as far as a strategy lets it be stopped before its lock is given back. */
  public void goesToItsEnd() throws InterruptedException {
    boolean apart = scene.strategy().stages().contains(SyncPoint.BEFORE_RELEASE);
    goesTo(apart ? SyncPoint.BEFORE_RELEASE : SyncPoint.BEFORE_WRITE);
  }

  /** Lets the worker go on, to stop at that point, and does not wait. */
  public void stopsAt(SyncPoint point) {
    threads.close(name, 0, point);
    pass();
  }

  /** Waits until the worker stands at that point. */
  public void comesTo(SyncPoint point) throws InterruptedException {
    comesTo(point, Scene.PATIENCE);
  }

  /** The same with a patience of its own, where a stall must be waited for. */
  public void comesTo(SyncPoint point, Duration patience) throws InterruptedException {
    awaitAt(point, patience, () -> standsAt(point));
  }

  private void awaitAt(SyncPoint point, Duration patience, BooleanSupplier stands)
      throws InterruptedException {
    String there = "stands at " + point.words();
    scene.await(name + " " + there, patience, stands);
    scene.saw(name, there);
  }

  /**
   * Lets the worker ask for the lock, over and over where it is told that it is taken, until it
   * stands at that point.
   */
  public void asksUntil(SyncPoint point, Duration patience) throws InterruptedException {
    stopsAt(point);
    awaitAt(
        point,
        patience,
        () -> {
          if (standsAt(SyncPoint.BEFORE_ACQUIRE)) {
            pass();
          }
          return standsAt(point);
        });
  }

  /** Whether it stands at that point. */
  public boolean standsAt(SyncPoint point) {
    ThreadPosition at = threads.place(name, 0);
    return at != null && at.stoppedAt(point);
  }

  /** Lets the worker ask for the lock and waits until it is held back; it stops when it has it. */
  public void waits() throws InterruptedException {
    stopsAt(SyncPoint.AFTER_ACQUIRE);
    scene.await(
        name + " waits",
        () -> {
          ThreadPosition at = threads.place(name, 0);
          return at != null && at.moving() == ThreadPosition.Moving.HELD_BACK;
        });
    scene.saw(name, "waits for the lock");
  }

  /** Goes as far into its update as a strategy lets it be stopped before its write. */
  public void goesIn() throws InterruptedException {
    boolean reads = scene.strategy().stages().contains(SyncPoint.AFTER_READ);
    if (reads) {
      goesTo(SyncPoint.AFTER_READ);
    } else {
      comesTo(SyncPoint.BEFORE_ACQUIRE);
    }
    wentIn = System.nanoTime();
  }

  /**
   * Waits until the lease of a worker that {@linkplain #goesIn went in} is over by its own clock as
   * well. The server counts a lease from its grant and the holder from when it hears of that, which
   * on a busy machine is so much later that others may have written before.
   */
  public void outlivesLease() throws InterruptedException {
    if (scene.strategy().showsItsLock()) {
      long lease = scene.spec().heldFor().toNanos();
      scene.await(
          name + " has outlived its lease",
          scene.lease(),
          () -> System.nanoTime() - wentIn >= lease);
    }
  }

  /** Lets the worker go on, from where it stands, at its own pace. */
  public void goes() {
    threads.open(name);
  }

  /** Interrupts its thread if it waits for the lock. */
  public void interrupt() {
    threads.interrupt(name, 0, SyncPoint.BEFORE_ACQUIRE);
  }

  /** How many updates it has come to the end of, whatever came of them. */
  public long done() {
    return threads.done(name);
  }

  /** How many of them the store has acknowledged. */
  public long applied() {
    return threads.applied(name);
  }

  private void pass() {
    ThreadPosition at = threads.place(name, 0);
    if (at != null && at.moving() == ThreadPosition.Moving.STOPPED) {
      threads.pass(name, at);
    }
  }

  /** Stops its process where it stands (SIGSTOP), and waits until the system says so. */
  public void freeze() throws InterruptedException {
    if (scene.fault(name, "is frozen (SIGSTOP)")) {
      scene.freezeWorker(name);
      scene.await(name + " is frozen", this::isFrozen);
    }
  }

  /** Whether its process stands still, as the system sees it. */
  public boolean isFrozen() {
    return Signals.isFrozen(scene.process(name).pid());
  }

  /** Lets its frozen process go on (SIGCONT). */
  public void thaw() throws InterruptedException {
    scene.thawWorker(name);
    scene.saw(name, "is thawed (SIGCONT)");
  }

  /** Ends its process at once (SIGKILL), and waits until it has ended. */
  public void kill() throws InterruptedException {
    if (scene.fault(name, "is killed (SIGKILL)")) {
      Process process = scene.process(name);
      process.destroyForcibly();
      process.waitFor();
    }
  }

  /** Whether its process lives. */
  public boolean isAlive() {
    return scene.process(name).isAlive();
  }
}
