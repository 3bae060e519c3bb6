package dev.locklab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoryTest {

  @Test
  void whereNothingWasLostThereIsNoStory() {
    assertThat(Story.of(History.opening(0).write("w1", 0, +1).write("w2", 1, +1).judged()))
        .isEmpty();
    assertThat(Story.of(History.opening(0).write("w1", 0, +1).journalOff().judged())).isEmpty();
  }

  @Test
  void theClassicPair() {
    assertThat(tell(History.opening(0).write("w1", 0, +100).write("w2", 0, -100)))
        .isEqualTo(
            """
            How the first update was lost (race)
               version  w1                        w2                             balance
                        reads 0
                                                  reads 0
                     1  writes 100 (+100)                                            100
                     2                            writes -100 (-100)                -100
              w2 had read version 0 and wrote version 2 over w1's +100. Missing now: +100; right would have been 0.
              With a lock, w2 would have had to wait until w1 had written, and would have read 100.
            """);
  }

  @Test
  void theThreadsOfAWorkerAreToldApart() {
    assertThat(tell(History.opening(0).write("w1#0", 0, +100).write("w1#1", 0, -100)))
        .contains("w1#0  ", "w1#1  ", "over w1#0's +100");
  }

  @Test
  void oneWriteErasesMany() {
    assertThat(
            tell(
                History.opening(1_000)
                    .write("w1", 0, +1)
                    .write("w2", 1, +2)
                    .write("w1", 2, +3)
                    .write("w2", 3, +4)
                    .write("w1", 4, +5)
                    .write("w3", 0, +600)))
        .isEqualTo(
            """
            How the first update was lost (race)
               version  w1                        w2                        w3                             balance
                        reads 1,000
                                                                            reads 1,000
                     1  writes 1,001 (+1)                                                                    1,001
                                                  reads 1,001
                     2                            writes 1,003 (+2)                                          1,003
                        reads 1,003
                     3  writes 1,006 (+3)                                                                    1,006
              ... and 2 updates more in between, which w3 had not read either
                     6                                                      writes 1,600 (+600)              1,600
              w3 had read version 0 and wrote version 6 over w1's +1 and 4 updates more. Missing now: +15; right would have been
              1,615.
              With a lock, w3 would have had to wait until the others had written, and would have read 1,015.
            """);
  }

  @Test
  void theWorstIsToldBesidesTheFirst() {
    assertThat(
            tell(
                History.opening(0)
                    .write("w1", 0, +1)
                    .write("w2", 0, +2)
                    .write("w1", 2, +3)
                    .write("w1", 3, +4)
                    .write("w2", 2, +5)))
        .contains("How the first update was lost (race)", "over w1's +1. Missing now: +1;")
        .contains("The worst: one write erased 2 updates (race)", "over w1's +3 and 1 update more");
  }

  @Test
  void fourLanesAreReadableAt120Columns() {
    Judged run =
        History.opening(10_000)
            .write("worker-1", 0, +100)
            .write("worker-2", 1, -100)
            .write("worker-3", 2, +100)
            .write("worker-4", 0, -100)
            .judged();
    List<String> lines = Wrapped.lines(120, Story.of(run, 120));
    assertThat(lines)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
  }

  @Test
  void lanesAreWideEnoughForWhatIsInThem() {
    assertThat(tell(History.opening(123_456_789_012L).write("w1", 0, +100).write("w2", 0, -100)))
        .contains("writes 123,456,789,112 (+100)  ");
  }

  private static String tell(History history) {
    return String.join("\n", Wrapped.lines(120, Story.of(history.judged()))) + "\n";
  }
}
