package dev.locklab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.control.Breakpoint;
import dev.locklab.control.Heartbeat;
import dev.locklab.control.Heartbeat.Standing;
import dev.locklab.options.Versions;
import dev.locklab.run.SyncPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An agent hears literal messages and answers with others. */
class AgentTest {

  private static final long PATIENCE_SECONDS = 20;
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  private static final String SPEC =
      """
      {"run":"r1","strategy":"race","promise":"NONE","opening":0,"workers":1,"threads":1,\
      "seed":1,"team":["w1"]}""";

  private static final String RECRUIT = "{\"lab\":\"l1\",\"phase\":\"RECRUIT\"}";

  private final LocalBus bus = new LocalBus();
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final List<Part> started = new ArrayList<>();
  private @Nullable Agent agent;
  private @Nullable Thread running;

  /** A part in a run that does as it is told, and writes down what that was. */
  private static final class Part implements Assignment {

    final List<String> told = new ArrayList<>();
    private volatile Standing standing = Standing.READY;

    @Override
    public String run() {
      return "r1";
    }

    @Override
    public Standing standing() {
      return standing;
    }

    @Override
    public Heartbeat report(String id, String name, String version, @Nullable String lab) {
      return new Heartbeat(
          id, name, version, Map.of(), lab, standing, "r1", 3, 2, 1, null, List.of(), null);
    }

    @Override
    public List<Heartbeat.Part> parts() {
      return List.of(new Heartbeat.Part(0, 1, "[]"));
    }

    @Override
    public synchronized void set(List<Breakpoint> ordered) {
      ordered.forEach(gate -> told.add(gate.stage() + " " + gate.passes()));
    }

    @Override
    public synchronized void openGate() {
      told.add("go");
      standing = Standing.WORKING;
    }

    @Override
    public synchronized void stop() {
      told.add("stop");
      standing = Standing.DONE;
    }
  }

  private void start(@Nullable String pinnedLab) {
    bus.listen(Heartbeat.CHANNEL, said::add);
    Agent.Assignments assignments =
        (spec, index, gates, news) -> {
          Part part = new Part();
          started.add(part);
          return part;
        };
    start(pinnedLab, assignments);
  }

  private void start(@Nullable String pinnedLab, Agent.Assignments assignments) {
    Agent fresh = new Agent(bus, assignments, "w1", pinnedLab, null);
    agent = fresh;
    Thread thread =
        new Thread(
            () -> {
              try {
                fresh.run();
              } catch (InterruptedException e) {
                // The test is over.
              }
            });
    thread.start();
    running = thread;
  }

  @AfterEach
  void end() throws InterruptedException {
    if (running != null && agent != null) {
      running.interrupt();
      running.join();
      agent.close();
    }
  }

  private String heard(Predicate<String> which) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      String message = said.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      assertThat(message).as("what was waited for was never said").isNotNull();
      if (which.test(message)) {
        return message;
      }
    }
  }

  private void order(String message) {
    bus.publish("locklab:orders", message);
  }

  private String prepare(String id) {
    return """
        {"lab":"l1","phase":"PREPARE","run":"r1","team":[{"id":"%s","name":"w1"}]}"""
        .formatted(id);
  }

  private static String id(String report) {
    Matcher matcher = ID.matcher(report);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  @Test
  void joinsAnOpenLabAndNamesItsVersion() throws Exception {
    start(null);
    String idle = heard(message -> message.contains("IDLE"));
    assertThat(idle).contains("\"name\":\"w1\"", "\"version\":\"" + Versions.lab() + "\"");
    assertThat(idle).doesNotContain("\"lab\"");

    order("{\"lab\":\"l1\",\"open\":true,\"phase\":\"RECRUIT\"}");
    heard(message -> message.contains("\"lab\":\"l1\""));
  }

  @Test
  void doesNotJoinALabThatIsNotOpen() throws Exception {
    start(null);
    order("{\"lab\":\"l1\",\"open\":false,\"phase\":\"RECRUIT\"}");
    order("{\"lab\":\"l2\",\"open\":true,\"phase\":\"RECRUIT\"}");

    assertThat(heard(message -> message.contains("\"lab\""))).contains("\"lab\":\"l2\"");
  }

  @Test
  void preparesGoesStopsHandsInAndIsFreeAgain() throws Exception {
    bus.keys.put("{locklab:r1}:spec", SPEC);
    start("l1");
    String id = id(heard(message -> message.contains("IDLE")));
    order(RECRUIT);
    order(prepare(id));
    String ready = heard(message -> message.contains("READY"));
    assertThat(ready).contains("\"run\":\"r1\"", "\"done\":3", "\"applied\":2", "\"stale\":1");

    order(
        prepare(id)
            .replace("PREPARE", "GO")
            .replace(
                "\"run\"",
                "\"gates\":[{\"worker\":\"w1\",\"thread\":0,\"stage\":\"after-read\","
                    + "\"passes\":1}],\"run\""));
    heard(message -> message.contains("WORKING"));
    order(prepare(id).replace("PREPARE", "STOP"));
    assertThat(heard(message -> message.contains("DONE") && message.contains("part")))
        .contains("\"part\":{\"index\":0,\"of\":1,\"text\":\"[]\"}");
    assertThat(started).hasSize(1);
    assertThat(started.get(0).told).contains("go", SyncPoint.AFTER_READ + " 1", "stop");

    order(
        prepare(id)
            .replace("PREPARE", "STOP")
            .replace("\"run\"", "\"received\":[\"" + id + "\"],\"run\""));
    heard(message -> message.contains("IDLE"));
  }

  @Test
  void nonsenseEndsNeitherAnIdleNorABusyWorker() throws Exception {
    bus.keys.put("{locklab:r1}:spec", SPEC);
    start("l1");
    String id = id(heard(message -> message.contains("IDLE")));
    for (String nonsense :
        List.of(
            "null",
            "",
            "[]",
            "{}",
            "GO",
            "{\"lab\":null,\"phase\":\"DISMISS\"}",
            "{\"lab\":\"l1\",\"phase\":null}",
            "{\"lab\":\"l1\",\"phase\":\"PREPARE\",\"run\":\"r1\",\"team\":[null]}",
            "{\"lab\":\"l1\",\"phase\":\"PREPARE\",\"run\":\"nowhere\",\"team\":[{\"id\":\""
                + id
                + "\",\"name\":\"w1\"}]}")) {
      order(nonsense);
    }
    order(RECRUIT);
    order(prepare(id));
    heard(message -> message.contains("READY"));
    order("null");
    order(prepare(id).replace("PREPARE", "GO"));

    heard(message -> message.contains("WORKING"));
  }

  @Test
  void settingsThatCannotBeReadAreSaid() throws Exception {
    bus.keys.put("{locklab:r1}:spec", "{\"run\":\"r1\"}");
    start("l1");
    String id = id(heard(message -> message.contains("IDLE")));
    order(RECRUIT);
    order(prepare(id));
    assertThat(heard(message -> message.contains("trouble")))
        .contains("the settings of the run cannot be read");

    bus.keys.put("{locklab:r1}:spec", SPEC.replace("\"w1\"", "\"w2\""));
    said.clear();
    order(prepare(id));
    assertThat(heard(message -> message.contains("trouble"))).contains("of another run");
  }

  @Test
  void whatKeepsARunFromBeingBegunIsSaidAndEndsNobody() throws Exception {
    bus.keys.put("{locklab:r1}:spec", SPEC);
    bus.listen(Heartbeat.CHANNEL, said::add);
    start(
        "l1",
        (spec, index, gates, news) -> {
          throw new NoClassDefFoundError("io/lettuce/core/RedisClient");
        });
    String id = id(heard(message -> message.contains("IDLE")));
    order(RECRUIT);
    order(prepare(id));

    assertThat(heard(message -> message.contains("trouble")))
        .contains("NoClassDefFoundError: io/lettuce/core/RedisClient");
    heard(message -> message.contains("IDLE"));
  }

  @Test
  void leavesWhenItIsDismissedByTheLabThatStartedIt() throws Exception {
    start("l1");
    heard(message -> message.contains("IDLE"));
    order("{\"lab\":\"l2\",\"phase\":\"RECRUIT\"}");
    order("{\"lab\":\"l2\",\"phase\":\"DISMISS\"}");
    order(RECRUIT);
    heard(message -> message.contains("\"lab\":\"l1\""));
    order("{\"lab\":\"l1\",\"phase\":\"DISMISS\"}");

    heard(message -> message.contains("LEFT"));
    Objects.requireNonNull(running).join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    assertThat(running.isAlive()).isFalse();
  }
}
