package dev.locklab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locklab.account.Outcome;
import dev.locklab.account.Payment;
import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import dev.locklab.run.Effect;
import dev.locklab.run.Injection;
import dev.locklab.run.Json;
import dev.locklab.run.Promise;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScenarioStoryTest {

  private static final Injection.Event FROZEN = event(1_030_000, "w1", "is frozen", true);
  private static final Injection.Event THAWED = event(3_000_000, "w1", "is thawed", false);

  /** w1 is frozen in its section; w2 comes after it and writes; then w1 goes on. */
  private static History frozen() {
    return History.opening(0)
        .of("setnx", Promise.WHILE_LEASE_HELD)
        .lease(Duration.ofSeconds(1))
        .write("w2", 0, +100)
        .held(2_500_000, 2_510_000)
        .write("w1", 0, -100)
        .held(1_010_000, 3_010_000)
        .injected(injected(null, FROZEN, THAWED));
  }

  @Test
  void theFaultAndWhoHeldAndWroteAreTold() {
    assertThat(tell(frozen().judged()))
        .isEqualTo(
            """
            What happened, step by step
              seconds  who  what
                0.000  w1   gets the lock
                0.020  w1   is frozen   <- fault
                1.490  w2   gets the lock, writes version 1: 100 (+100)   <- lost
                1.990  w1   is thawed
                2.000  w1   writes version 2: -100 (-100), having read the opening   <- its lease was over, erases 1 write

              Lost: 1 of 2 writes, which add up to +100.
              A fence could not have refused version 2 of w1, for there is no token to refuse it by: setnx gives its holders none.
            """);
  }

  @Test
  void timesAreByTheServersClock() {
    assertThat(tell(frozen().clock("w2", -400_000, 10).judged()))
        .contains("    1.090  w2   gets the lock, writes version 1");
  }

  @Test
  void aTokenThatIsOldWouldHaveBeenRefused() {
    History history =
        History.opening(0)
            .of("lock", Promise.WHILE_LEASE_HELD)
            .write("w2", 0, +1)
            .token(8)
            .write("w1", 0, +1)
            .token(7)
            .injected(injected(null, FROZEN));
    assertThat(tell(history.judged()))
        .contains(
            "A fence would have refused version 2 of w1: it was written under token 7, after one"
                + " under token 8.");
  }

  @Test
  void whatTheStoreRefusedIsItsFence() {
    History history =
        History.opening(0)
            .of("fenced", Promise.FENCED)
            .write("w2", 0, +1)
            .report("w1", +1, Outcome.REFUSED)
            .injected(injected(null, FROZEN));
    assertThat(tell(history.judged()))
        .contains(
            "No write was overwritten unread.",
            "The store refused 1 write of a stale holder (w1): that is its fence.");
  }

  @Test
  void paymentsAreToldWithWhatARailThatLooksWouldHaveDone() {
    History history =
        History.opening(0)
            .of("handoff", Promise.FENCED)
            .lease(Duration.ofSeconds(1))
            .write("w2", 0, +1)
            .token(8)
            .held(2_500_000, 2_510_000)
            .report("w1", +1, Outcome.REFUSED)
            .paid(
                new Payment(0, "w2", 0, 0, 8L, 2_500_000L, 2_505_000, false),
                new Payment(0, "w1", 0, 0, 7L, 1_010_000L, 3_010_000, false))
            .injected(injected(null, FROZEN, THAWED));
    assertThat(tell(history.judged()))
        .isEqualTo(
            """
            What happened, step by step
              seconds  who  what
                0.000  w1   gets the lock (token 7)
                0.020  w1   is frozen   <- fault
                1.490  w2   gets the lock (token 8), pays order 0, writes version 1: 1 (+1)
                1.990  w1   is thawed
                2.000  w1   pays order 0 (token 7)   <- paid before

              No write was overwritten unread.
              The store refused 1 write of a stale holder (w1): that is its fence.
              Paid: 2 payments in all, 1 order twice, 0 never; 1 came under an old token, 0 were refused.
              A rail that looks at tokens would have refused w1's payment of order 0: it came under token 7, after one under token 8.
            """);
  }

  @Test
  void whatIsFarFromTheFaultIsCounted() {
    History history = History.opening(0).of("lock", Promise.WHILE_LEASE_HELD);
    for (int version = 1; version <= 200; version++) {
      long at = 1_000_000 + version * 1_000L;
      history.write("w" + (1 + version % 2), version - 1, +1).held(at, at + 500);
    }
    List<String> lines =
        ScenarioStory.of(
            history.injected(injected(null, event(1_100_700, "w1", "is frozen", true))).judged());
    assertThat(lines)
        .containsSubsequence(
            "  ...           97 grants and 97 writes more of w1 and w2",
            "    0.099  w1   gets the lock, writes version 100: 100 (+1)",
            "    0.100  w1   is frozen   <- fault",
            "    0.100  w2   gets the lock, writes version 101: 101 (+1)",
            "  ...           97 grants and 97 writes more of w1 and w2");
  }

  @Test
  void howeverMuchHappensTheStoryIsShort() {
    History history = History.opening(0).of("race", Promise.NONE);
    for (int version = 1; version <= 200; version++) {
      history.write("w" + (1 + version % 2), Math.max(0, version - 2), +1);
    }
    Injection.Event[] events = new Injection.Event[100];
    Arrays.setAll(events, i -> event(i, "w1", "is frozen again", true));
    assertThat(
            ScenarioStory.of(history.injected(injected(null, events)).judged()).stream()
                .filter(line -> line.startsWith("    0.") || line.startsWith("  ...")))
        .hasSizeLessThanOrEqualTo(25);
  }

  @Test
  void aLockThatWasNotHadAgainIsToldWithHowLongThatWasWaited() throws Exception {
    Judged run =
        History.opening(0)
            .of("lock", Promise.WHILE_LEASE_HELD)
            .write("w1", 0, +1)
            .held(500_000, 600_000)
            .working("w1", 400_000, 33_000_000)
            .working("w2", 400_000, 33_000_000)
            .injected(injected(3_000_000L, FROZEN))
            .judged();
    Sheet sheet =
        ScenarioReport.of(
            List.of(new ScenarioReport.Cell("waiter-killed", "", List.of(run), true)));
    assertThat(sheet.lines())
        .contains(
            "waiter-killed  OK, > 30s",
            "waiter-killed, lock: the lock was not had again in 30s that it was waited for.",
            "  The lock could be had, and was not had again in the 30s that were waited.");
    assertThat(sheet.csv().lines().toList().get(0)).contains(",recovery [ns],notHadFor [ns],");
    assertThat(sheet.csv().lines().toList().get(1)).contains(",,30000000000,");
    JsonNode json = Json.MAPPER.readTree(sheet.json());
    assertThat(json.get("rows").get(0).get("recovery").isNull()).isTrue();
    assertThat(json.get("rows").get(0).get("notHadFor").asLong()).isEqualTo(30_000_000_000L);
    assertThat(json.get("runs").get(0).get("story").get(0).asText())
        .isEqualTo("What happened, step by step");
  }

  @Test
  void whereThereIsNoLockNobodyMissesIt() {
    Judged run =
        History.opening(0)
            .of("incr", Promise.ATOMIC)
            .write("w1", 0, +1)
            .working("w2", 400_000, 33_000_000)
            .injected(injected(3_000_000L, FROZEN))
            .judged();
    assertThat(run.findings().recovery()).isNull();
  }

  @Test
  void withoutAFaultThereIsNoStory() {
    assertThat(ScenarioStory.of(History.opening(0).write("w1", 0, 1).judged())).isEmpty();
  }

  private static Injection.Event event(long at, String who, String what, boolean fault) {
    return new Injection.Event(at, who, what, fault);
  }

  private static Injection injected(@Nullable Long available, Injection.Event... events) {
    return new Injection(
        "frozen-holder",
        "single",
        List.of(Effect.LEASE_OUTLIVED),
        "it stood still",
        null,
        available,
        List.of(events));
  }

  private static String tell(Judged run) {
    return String.join("\n", ScenarioStory.of(run)) + "\n";
  }
}
