package dev.locklab.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.locklab.control.Order;
import dev.locklab.exit.UnavailableException;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import dev.locklab.run.Workload;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run is led and its workers watched by literal messages. */
@Timeout(60)
class RunWatchTest {

  private static final String LAB = "l1";
  private static final List<Order.Member> TEAM =
      List.of(new Order.Member("i1", "w1"), new Order.Member("i2", "w2"));

  private final LocalBus bus = new LocalBus();
  private final ControlChannel channel =
      new ControlChannel(
          bus,
          LAB,
          new Order(LAB, true, Order.Phase.RECRUIT, null, List.of(), List.of(), List.of()));
  private final AtomicReference<@Nullable String> stop = new AtomicReference<>();

  /** Not so impatient that a slow machine stalls. */
  private final RunWatch watch = watching(Duration.ofMinutes(5));

  private RunWatch watching(Duration patience) {
    RunSpec spec =
        Workload.builder()
            .patience(patience)
            .build()
            .started(
                "r1", "race", Promise.NONE, Duration.ofSeconds(1), List.of("w1", "w2"), List.of());
    return new RunWatch(
        channel,
        null,
        spec,
        TEAM,
        RunListener.NONE,
        stop::get,
        (phase, run, team, received, gates) ->
            new Order(LAB, true, phase, run, team, received, gates),
        null);
  }

  @AfterEach
  void close() {
    channel.close();
  }

  private void say(String report) {
    bus.publish("locklab:reports", report);
  }

  private static String report(int worker, String standing, String more) {
    return """
        {"id":"i%d","name":"x","lab":"l1","standing":"%s","run":"r1"%s}"""
        .formatted(worker, standing, more);
  }

  private static String tally(int worker) {
    return """
        ,"done":2,"applied":2,"part":{"index":0,"of":1,\
        "text":"[{\\"worker\\":\\"w%d\\",\\"thread\\":0,\\"applied\\":{\\"seqs\\":\\"0-1\\",\\"sum\\":5}}]"}"""
        .formatted(worker);
  }

  private static <T> CompletableFuture<T> meanwhile(Callable<T> work) {
    CompletableFuture<T> future = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                future.complete(work.call());
              } catch (Throwable e) {
                future.completeExceptionally(e);
              }
            })
        .start();
    return future;
  }

  private CompletableFuture<Boolean> working() {
    return working(watch);
  }

  private CompletableFuture<Boolean> working(RunWatch watch) {
    CompletableFuture<Boolean> worked =
        meanwhile(
            () -> {
              watch.work();
              return true;
            });
    await().until(() -> !channel.order().team().isEmpty());
    return worked;
  }

  @Test
  void isPreparedWhenAllAreReady() throws Exception {
    say(report(1, "READY", ""));
    say(report(2, "PREPARING", ""));
    CompletableFuture<Boolean> prepared = meanwhile(watch::prepare);
    await().until(() -> channel.order().phase() == Order.Phase.PREPARE);
    assertThat(prepared).isNotDone();
    say(report(2, "READY", ""));

    assertThat(prepared.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoCannotPrepareIsNamedWithTheCause() {
    say(report(1, "READY", ""));
    say(report(2, "PREPARING", ",\"trouble\":\"NoClassDefFoundError: io/lettuce/X\""));

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(watch::prepare)
        .withMessage("worker w2 cannot prepare: NoClassDefFoundError: io/lettuce/X");
  }

  @Test
  void whoLeavesWhileItPreparesIsLost() {
    say(report(1, "READY", ""));
    say(report(2, "PREPARING", ""));
    say(report(2, "LEFT", ""));

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(watch::prepare)
        .withMessage("worker w2 was lost while it prepared");
  }

  @Test
  void aRehearsalThatGetsNowhereStallsAndItsTalliesAreTaken() throws Exception {
    say(report(1, "READY", ""));
    say(report(2, "PREPARING", ""));
    CompletableFuture<Boolean> done =
        meanwhile(
            () -> {
              watch.giveUp();
              return true;
            });
    await().until(() -> channel.order().phase() == Order.Phase.STOP);
    say(report(1, "DONE", tally(1)));
    say(report(2, "DONE", tally(2)));

    assertThat(done.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(watch.stalled()).isTrue();
    assertThat(watch.dead()).isEmpty();
    assertThat(watch.tallies()).extracting(Tally::worker).containsExactly("w1", "w2");
  }

  @Test
  void theWorkIsDoneWhenAllHaveHandedIn() throws Exception {
    say(report(1, "READY", ""));
    say(report(2, "READY", ""));
    CompletableFuture<Boolean> worked = working();
    say(report(2, "DONE", tally(2)));
    await().until(() -> channel.order().received().contains("i2"));
    say(report(1, "DONE", tally(1)));

    assertThat(worked.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(watch.stalled()).isFalse();
    assertThat(watch.tallies()).extracting(Tally::worker).containsExactly("w1", "w2");
  }

  @Test
  void nonsenseIsCountedAndNobodyDiesOfIt() throws Exception {
    say(report(1, "READY", ""));
    say(report(2, "READY", ""));
    CompletableFuture<Boolean> worked = working();
    for (String nonsense :
        List.of(
            "null",
            "{",
            "{\"id\":\"i1\",\"lab\":\"l1\",\"standing\":\"IDLE\"}",
            report(1, "DONE", ",\"part\":{\"index\":0,\"of\":1,\"text\":\"null\"}"))) {
      say(nonsense);
    }
    bus.publish("locklab:orders", "null");
    say(report(1, "DONE", tally(1)));
    say(report(2, "DONE", tally(2)));

    assertThat(worked.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(watch.dead()).isEmpty();
    assertThat(watch.malformed()).isEqualTo(5);
  }

  @Test
  void talliesInSomebodyElsesNameAreNotTaken() throws Exception {
    say(report(1, "READY", ""));
    say(report(2, "READY", ""));
    CompletableFuture<Boolean> worked = working();
    say(report(1, "DONE", tally(2)));
    say(report(2, "DONE", tally(2)));
    await().until(() -> channel.order().received().contains("i2"));
    assertThat(worked).isNotDone();
    say(report(1, "LEFT", ""));

    assertThat(worked.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(watch.dead()).containsExactly("w1");
  }

  @Test
  void whoGetsNowhereIsToldToStop() throws Exception {
    RunWatch impatient = watching(Duration.ofMillis(300));
    say(report(1, "WORKING", ",\"done\":1"));
    say(report(2, "WORKING", ""));
    CompletableFuture<Boolean> worked = working(impatient);
    await().atMost(20, TimeUnit.SECONDS).until(() -> channel.order().phase() == Order.Phase.STOP);
    say(report(1, "DONE", tally(1)));
    say(report(2, "DONE", tally(2)));

    assertThat(worked.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(impatient.stalled()).isTrue();
  }

  @Test
  void aUserWhoHasEnoughIsObeyed() throws Exception {
    say(report(1, "WORKING", ""));
    say(report(2, "WORKING", ""));
    stop.set("interrupted");
    CompletableFuture<Boolean> worked = working();
    await().until(() -> channel.order().phase() == Order.Phase.STOP);
    say(report(1, "DONE", tally(1)));
    say(report(2, "DONE", tally(2)));

    assertThat(worked.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(watch.stopped()).isEqualTo("interrupted");
    assertThat(watch.stalled()).isFalse();
  }
}
